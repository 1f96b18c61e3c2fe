/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.uwsgi4j.integration;

/**
 * How well text can be told from what is behind it.
 */
final class Contrast {

	/**
	 * Evaluates to the texts that have less contrast than WCAG 2.2 AA wants, which is 4.5
	 * for text of any size, and to nothing if there are none.
	 */
	static final String POOR = """
			(() => {
				const parse = (color) => color.match(/[0-9.]+/g).map(Number);
				const linear = (c) => c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
				const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
				const behind = (element) => {
					const color = parse(getComputedStyle(element).backgroundColor);
					return color.length === 3 || color[3] === 1 ? color : behind(element.parentElement);
				};
				const poor = [];
				const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
				while (walker.nextNode()) {
					const element = walker.currentNode.parentElement;
					if (walker.currentNode.data.trim() === '' || !element.checkVisibility()) {
						continue;
					}
					const style = getComputedStyle(element);
					const color = parse(element instanceof SVGElement ? style.fill : style.color);
					const pair = [luminance(color), luminance(behind(element))].sort((a, b) => b - a);
					const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
					if (ratio < 4.5) {
						poor.push(walker.currentNode.data.trim() + ' ' + ratio.toFixed(2));
					}
				}
				return poor.join('; ');
			})()
			""";

	private Contrast() {
	}

}
