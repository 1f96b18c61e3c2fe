'use strict';

// Everything that comes from the server is put in as text, never as markup: a part of it,
// such as the URI of a running request, was written by a client.
(() => {

	const PERIOD = 1000;
	const LONGEST_DELAY = 30000;
	const PATIENCE = 10000;
	// How far back the charts go, what their marks are apart, both in milliseconds, and how
	// a mark is called: a page that has just been opened has not seen five minutes yet.
	const SPANS = [
		{ length: 60000, step: 15000, unit: 1000, name: 's' },
		{ length: 120000, step: 30000, unit: 1000, name: 's' },
		{ length: 300000, step: 60000, unit: 60000, name: 'min' }
	];
	const LONGEST_SPAN = SPANS[SPANS.length - 1].length;
	const SVG = 'http://www.w3.org/2000/svg';

	// What cannot be seen, or makes text look like another one.
	const INVISIBLE = /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ufff0-\ufffb]/g;

	const $ = (id) => document.getElementById(id);

	// ---- Values

	const number = (value) => Number.isFinite(value) ? value : 0;

	const list = (value) => Array.isArray(value) ? value : [];

	const text = (value) => String(value ?? '').replace(INVISIBLE,
			(c) => c === ' ' ? c : '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

	const sum = (items, value) => items.reduce((total, item) => total + number(value(item)), 0);

	const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

	const count = (value) => integer.format(number(value));

	const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

	// Three digits are what one can compare at a glance.
	function short(value) {
		return value >= 100 ? count(value) : value >= 10 ? value.toFixed(1) : value.toFixed(value === 0 ? 0 : 2);
	}

	function bytes(value) {
		const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
		let rest = number(value);
		let unit = 0;
		while (rest >= 1024 && unit < units.length - 1) {
			rest /= 1024;
			unit++;
		}
		return (unit === 0 || rest >= 100 ? count(rest) : rest.toFixed(1)) + ' ' + units[unit];
	}

	// Memory that is not measured is 0.
	function memory(value) {
		return number(value) > 0 ? bytes(value) : '–';
	}

	function micros(value) {
		const millis = number(value) / 1000;
		return millis >= 10000 ? short(millis / 1000) + ' s' : short(millis) + ' ms';
	}

	function age(value) {
		const seconds = Math.max(0, Math.floor(value));
		const minutes = Math.floor(seconds / 60);
		const hours = Math.floor(minutes / 60);
		const days = Math.floor(hours / 24);
		return days > 0 ? `${days} d ${hours % 24} h` : hours > 0 ? `${hours} h ${minutes % 60} min`
				: minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
	}

	// ---- Elements

	function element(name, className, content) {
		const created = document.createElement(name);
		if (className) {
			created.className = className;
		}
		if (content !== undefined) {
			created.textContent = content;
		}
		return created;
	}

	// Leaves alone what has not changed, so that a selection survives.
	function say(target, content) {
		if (target.textContent !== content) {
			target.textContent = content;
		}
	}

	function mark(target, name, value) {
		if (value === undefined || value === '') {
			delete target.dataset[name];
		}
		else if (target.dataset[name] !== value) {
			target.dataset[name] = value;
		}
	}

	// One child for each item; those that are there are used again.
	function fill(parent, items, create, update) {
		while (parent.children.length > items.length) {
			parent.lastElementChild.remove();
		}
		while (parent.children.length < items.length) {
			parent.append(create());
		}
		items.forEach((item, i) => update(parent.children[i], item));
	}

	// A table whose rows can be shown as cards, for which the roles have to be said.
	function table(target, columns) {
		const head = element('thead');
		head.setAttribute('role', 'rowgroup');
		const body = element('tbody');
		body.setAttribute('role', 'rowgroup');
		const names = element('tr');
		names.setAttribute('role', 'row');
		for (const column of columns) {
			const cell = element('th', column.className, column.name);
			cell.scope = 'col';
			cell.setAttribute('role', 'columnheader');
			if (column.help) {
				cell.title = column.help;
			}
			names.append(cell);
		}
		head.append(names);
		target.replaceChildren(head, body);
		return (items) => fill(body, items, () => row(columns), (line, item) =>
				columns.forEach((column, i) => show(line.children[i], column, item)));
	}

	function row(columns) {
		const line = element('tr');
		line.setAttribute('role', 'row');
		columns.forEach((column, i) => {
			const cell = element(i === 0 ? 'th' : 'td', column.className);
			cell.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
			if (i === 0) {
				cell.scope = 'row';
			}
			cell.dataset.label = column.name;
			if (column.create) {
				cell.append(...column.create());
			}
			line.append(cell);
		});
		return line;
	}

	function show(cell, column, item) {
		if (column.update) {
			column.update(cell, item);
			return;
		}
		say(cell, column.value(item));
		if (column.level) {
			cell.classList.add('level');
			mark(cell, 'level', column.level(item));
		}
	}

	// ---- Charts

	class Chart {

		constructor(id, describe, value) {
			this.figure = $(id);
			this.describe = describe;
			this.value = value;
			this.svg = document.createElementNS(SVG, 'svg');
			this.svg.setAttribute('role', 'img');
			this.svg.setAttribute('aria-label',
					this.figure.querySelector('.what').textContent + ', the last five minutes');
			this.figure.append(this.svg);
			this.now = this.figure.querySelector('strong');
			this.then = this.figure.querySelector('.then');
			this.pointer = null;
			this.samples = [];
			this.svg.addEventListener('pointermove', (event) => this.point(event.offsetX));
			this.svg.addEventListener('pointerleave', () => this.point(null));
		}

		point(x) {
			this.pointer = x;
			this.draw();
		}

		show(samples, current) {
			this.samples = samples;
			say(this.now, current);
			this.draw();
		}

		draw() {
			const width = this.svg.clientWidth;
			const height = this.svg.clientHeight;
			if (width === 0 || this.samples.length === 0) {
				return;
			}
			const end = this.samples[this.samples.length - 1].time;
			const values = this.samples.map(this.value);
			const top = ceiling(Math.max(0, ...values.filter((value) => value !== null)));
			const box = { left: 46, right: width - 6, top: 12, bottom: height - 18 };
			const past = end - this.samples[0].time;
			const span = SPANS.find(({ length }) => past <= length) ?? SPANS[SPANS.length - 1];
			const x = (time) => box.right - (end - time) / span.length * (box.right - box.left);
			const y = (value) => box.bottom - value / top * (box.bottom - box.top);
			const parts = [...this.axes(box, top, span), ...this.curve(values, x, y, box)];
			this.svg.replaceChildren(...parts, ...this.cursor(values, x, box, end));
		}

		axes(box, top, span) {
			const parts = [];
			for (const share of [0, 0.5, 1]) {
				const y = Math.round(box.bottom - share * (box.bottom - box.top));
				parts.push(shape('line', { class: 'grid', x1: box.left, x2: box.right, y1: y, y2: y }));
				parts.push(label(this.describe(top * share, true), box.left - 6, y + 4, 'end'));
			}
			const apart = (box.right - box.left) * span.step / span.length;
			// The first name is long, and the one after it gives way first.
			const fits = (before) => before === 0 || before === span.length
					|| apart > (before === span.length - span.step ? 56 : 32);
			for (let before = span.length; before >= 0; before -= span.step) {
				const x = Math.round(box.right - before / span.length * (box.right - box.left));
				const name = before === 0 ? 'now' : '−' + before / span.unit
						+ (before === span.length ? ' ' + span.name : '');
				parts.push(shape('line', { class: 'grid', x1: x, x2: x, y1: box.bottom, y2: box.bottom + 4 }));
				if (fits(before)) {
					parts.push(label(name, x, box.bottom + 16,
							before === 0 ? 'end' : before === span.length ? 'start' : 'middle'));
				}
			}
			return parts;
		}

		// Nothing is drawn where no request ended, as there is no response time then.
		curve(values, x, y, box) {
			const parts = [];
			let points = [];
			const flush = () => {
				if (points.length > 0) {
					const line = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join('L');
					const first = points[0][0].toFixed(1);
					const last = points[points.length - 1][0].toFixed(1);
					parts.unshift(shape('path', { class: 'area', d: `M${line}L${last},${box.bottom}L${first},${box.bottom}Z` }));
					parts.push(shape('path', { class: 'curve', d: `M${line}h0` }));
				}
				points = [];
			};
			values.forEach((value, i) => value === null ? flush() : points.push([x(this.samples[i].time), y(value)]));
			const final = points[points.length - 1];
			flush();
			if (final) {
				parts.push(shape('circle', { class: 'last', cx: final[0], cy: final[1], r: 4 }));
			}
			return parts;
		}

		cursor(values, x, box, end) {
			say(this.then, '');
			if (this.pointer === null) {
				return [];
			}
			let nearest = 0;
			this.samples.forEach((sample, i) => {
				if (Math.abs(x(sample.time) - this.pointer) < Math.abs(x(this.samples[nearest].time) - this.pointer)) {
					nearest = i;
				}
			});
			const at = x(this.samples[nearest].time);
			const value = values[nearest] === null ? 'none' : this.describe(values[nearest], false);
			say(this.then, `${age((end - this.samples[nearest].time) / 1000)} ago: ${value}`);
			return [shape('line', { class: 'cursor', x1: at, x2: at, y1: box.top, y2: box.bottom })];
		}

	}

	function shape(name, attributes) {
		const created = document.createElementNS(SVG, name);
		for (const [attribute, value] of Object.entries(attributes)) {
			created.setAttribute(attribute, value);
		}
		return created;
	}

	function label(content, x, y, anchor) {
		const created = shape('text', { x, y, 'text-anchor': anchor });
		created.textContent = content;
		return created;
	}

	// The next of 1, 2, 5, 10, 20, 50 and so on, half of which is a round number, too.
	function ceiling(value) {
		if (value <= 0) {
			return 1;
		}
		const power = 10 ** Math.floor(Math.log10(value));
		return [1, 2, 4, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999999);
	}

	// ---- What is remembered

	const samples = [];
	let first = null;
	let previous = null;

	function remember(stats, time) {
		const workers = list(stats.workers);
		const cores = workers.flatMap((worker) => list(worker.cores));
		const now = {
			time,
			requests: sum(workers, (worker) => worker.requests),
			exceptions: sum(workers, (worker) => worker.exceptions),
			harakiri: sum(workers, (worker) => worker.harakiri_count),
			respawns: sum(workers, (worker) => worker.respawn_count),
			recycles: recycles(workers),
			runningTime: sum(workers, (worker) => worker.running_time),
			tx: sum(workers, (worker) => worker.tx),
			rss: sum(workers, (worker) => worker.rss),
			vsz: sum(workers, (worker) => worker.vsz),
			busy: sum(cores, (core) => core.in_request),
			cores: cores.length,
			workers: new Map(workers.map((worker) => [worker.id, number(worker.requests)]))
		};
		const seconds = previous === null ? 0 : (time - previous.time) / 1000;
		const ended = previous === null ? 0 : Math.max(0, now.requests - previous.requests);
		const spent = previous === null ? 0 : Math.max(0, now.runningTime - previous.runningTime);
		now.rate = seconds > 0 ? ended / seconds : null;
		now.responseTime = ended > 0 ? spent / ended / 1000 : null;
		now.sent = seconds > 0 ? Math.max(0, now.tx - previous.tx) / seconds : null;
		now.rates = new Map(workers.map((worker) => [worker.id, rate(worker, seconds)]));
		first ??= now;
		previous = now;
		samples.push(now);
		while (samples[0].time < time - LONGEST_SPAN) {
			samples.shift();
		}
		return now;
	}

	// How often by reason, as '3 max-requests, 1 reload'.
	function recycles(workers) {
		const counts = new Map();
		for (const [reason, times] of workers.flatMap((worker) => Object.entries(worker.recycles ?? {}))) {
			counts.set(reason, (counts.get(reason) ?? 0) + number(times));
		}
		return [...counts].map(([reason, times]) => `${count(times)} ${text(reason)}`).join(', ');
	}

	function rate(worker, seconds) {
		const before = previous?.workers.get(worker.id);
		return before === undefined || seconds <= 0 ? null : Math.max(0, number(worker.requests) - before) / seconds;
	}

	// ---- What is shown

	const charts = [
		new Chart('chart-rate', (value, axis) => axis ? axisNumber(value) : short(value) + ' /s', (sample) => sample.rate),
		new Chart('chart-time', (value, axis) => axis ? axisMillis(value) : micros(value * 1000),
				(sample) => sample.responseTime),
		new Chart('chart-busy', (value, axis) => axis ? axisNumber(value) : count(value), (sample) => sample.busy)
	];

	function axisNumber(value) {
		return value >= 1000 ? compact.format(value) : String(Number(value.toPrecision(2)));
	}

	function axisMillis(value) {
		return value >= 1000 ? axisNumber(value / 1000) + ' s' : axisNumber(value) + ' ms';
	}

	function showCharts(now) {
		charts[0].show(samples, now.rate === null ? '…' : short(now.rate) + ' /s');
		charts[1].show(samples, now.responseTime === null ? (now.rate === null ? '…' : 'none')
				: micros(now.responseTime * 1000));
		charts[2].show(samples, `${count(now.busy)} of ${count(now.cores)}`);
	}

	function showServer(stats, clock) {
		const cwd = text(stats.cwd);
		const started = Math.min(...list(stats.workers).map((worker) => number(worker.last_spawn)).filter(Boolean));
		const facts = [['version', text(stats.version)], ['up', Number.isFinite(started) ? age(clock - started) : ''],
			['pid', text(stats.pid)], ['uid', text(stats.uid)], ['gid', text(stats.gid)], ['in', cwd]];
		fill($('server'), facts.filter(([, value]) => value !== ''), () => {
			const item = element('li');
			item.append(element('span'), ' ', element('b'));
			return item;
		}, (item, [name, value]) => {
			say(item.children[0], name);
			say(item.children[1], value);
		});
		document.title = 'uwsgi top' + (cwd === '' ? '' : ' – ' + cwd.split('/').pop());
	}

	function showTotals(now) {
		const since = (name) => {
			const more = now[name] - first[name];
			return more > 0 ? `+${count(more)} since opened` : '';
		};
		const level = (name) => now[name] > first[name] ? 'alarm' : '';
		const totals = [
			['Requests', count(now.requests), since('requests')],
			['Exceptions', count(now.exceptions), since('exceptions'), level('exceptions')],
			['Harakiri', count(now.harakiri), since('harakiri'), level('harakiri')],
			['Respawns', count(now.respawns), now.recycles || since('respawns'), level('respawns')],
			['Sent', bytes(now.tx), now.sent === null ? '' : bytes(now.sent) + '/s'],
			['Resident memory', now.rss > 0 ? bytes(now.rss) : 'not known',
				now.rss > 0 ? bytes(now.vsz) + ' of address space' : 'set uwsgi.memory-report']
		];
		fill($('totals'), totals, () => {
			const item = element('div');
			const value = element('dd');
			value.append(element('span'), element('small'));
			item.append(element('dt'), value);
			return item;
		}, (item, [name, value, more, alarm]) => {
			say(item.children[0], name);
			say(item.children[1].children[0], value);
			say(item.children[1].children[1], more);
			mark(item, 'level', alarm);
		});
	}

	function showSockets(stats) {
		fill($('sockets'), list(stats.sockets), () => {
			const item = element('li');
			const bar = element('div', 'bar');
			bar.append(element('span'));
			const line = element('div', 'fill');
			line.append(element('span', 'verdict'), element('span'));
			item.append(element('bdi', 'name'), bar, line);
			return item;
		}, (item, socket) => {
			const most = number(socket.max_queue);
			const share = most > 0 ? number(socket.queue) / most : 0;
			const [name, bar, line] = item.children;
			say(name, text(socket.name));
			bar.firstElementChild.style.width = Math.min(100, share * 100) + '%';
			mark(item, 'level', share >= 1 ? 'alarm' : share >= 0.8 ? 'warn' : '');
			say(line.children[0], most > 0 ? `${count(socket.queue)} of ${count(most)} wait`
					+ (share >= 1 ? ', full' : share >= 0.8 ? ', nearly full' : '') : `${count(socket.queue)} wait`);
			say(line.children[1], text(socket.proto));
		});
	}

	const showWorkers = table($('workers'), [
		{ name: 'id', value: ({ worker }) => text(worker.id) },
		{ name: 'pid', value: ({ worker }) => text(worker.pid) },
		{ name: 'status', className: 'left', create: () => [element('span', 'status')], update: showStatus },
		{ name: 'busy', help: 'cores that serve a request', value: ({ worker }) =>
				`${count(sum(list(worker.cores), (core) => core.in_request))}/${count(list(worker.cores).length)}` },
		{ name: 'requests', value: ({ worker }) => count(worker.requests) },
		{ name: 'req/s', help: 'requests per second', value: ({ worker, now }) => {
			const perSecond = now.rates.get(worker.id);
			return perSecond === null || perSecond === undefined ? '…' : short(perSecond);
		} },
		{ name: 'avg rt', help: 'average response time', value: ({ worker }) => micros(worker.avg_rt) },
		{ name: 'running time', help: 'time spent in requests', value: ({ worker }) => age(number(worker.running_time) / 1e6) },
		{ name: 'exceptions', value: ({ worker }) => count(worker.exceptions),
			level: ({ worker }) => number(worker.exceptions) > 0 ? 'warn' : '' },
		{ name: 'harakiri', value: ({ worker }) => count(worker.harakiri_count),
			level: ({ worker }) => number(worker.harakiri_count) > 0 ? 'alarm' : '' },
		{ name: 'respawns', value: ({ worker }) => count(worker.respawn_count) },
		{ name: 'rss', help: 'resident memory', value: ({ worker }) => memory(worker.rss) },
		{ name: 'vsz', help: 'address space', value: ({ worker }) => memory(worker.vsz) },
		{ name: 'tx', help: 'bytes sent', value: ({ worker }) => bytes(worker.tx) },
		{ name: 'up', help: 'since the last spawn', value: ({ worker, clock }) =>
				number(worker.last_spawn) > 0 ? age(clock - worker.last_spawn) : '' }
	]);

	function showStatus(cell, { worker }) {
		const closed = worker.accepting === 0 && number(worker.pid) > 0;
		const status = cell.firstElementChild;
		const recycling = worker.recycling === undefined ? '' : `, recycling: ${text(worker.recycling)}`;
		say(status, text(worker.status) + (closed ? ', not accepting' : '') + recycling);
		mark(status, 'status', closed || recycling ? 'closed' : text(worker.status));
	}

	const showRunning = table($('running'), [
		{ name: 'core', help: 'worker:core', value: ({ worker, core }) => `${text(worker.id)}:${text(core.id)}` },
		{ name: 'request', className: 'request', create: createRequest, update: updateRequest },
		{ name: 'running for', value: (item) => item.started > 0 ? age(item.clock - item.started) : '…',
			level: (item) => item.clock - item.started >= 30 && item.started > 0 ? 'alarm'
					: item.clock - item.started >= 5 && item.started > 0 ? 'warn' : '' },
		{ name: 'client', className: 'left', value: ({ vars }) => text(vars.get('REMOTE_ADDR')) },
		{ name: 'requests', value: ({ core }) => count(core.requests) },
		{ name: 'read errors', value: ({ core }) => count(core.read_errors),
			level: ({ core }) => number(core.read_errors) > 0 ? 'warn' : '' },
		{ name: 'write errors', value: ({ core }) => count(core.write_errors),
			level: ({ core }) => number(core.write_errors) > 0 ? 'warn' : '' }
	]);

	function createRequest() {
		const line = element('span', 'text');
		const request = element('bdi');
		request.append(element('span', 'method'), ' ', element('span', 'uri'), ' ', element('span', 'tag', 'this page'));
		line.append(request);
		return [line];
	}

	function updateRequest(cell, { vars }) {
		const uri = text(vars.get('REQUEST_URI') ?? vars.get('PATH_INFO'));
		const [method, target, own] = cell.firstElementChild.firstElementChild.children;
		say(method, text(vars.get('REQUEST_METHOD')));
		say(target, uri === '' ? '(not known)' : uri);
		if (cell.title !== uri) {
			cell.title = uri;
		}
		own.hidden = vars.get('REQUEST_URI') !== location.pathname + location.search;
	}

	// A variable may be there more than once; the first one is what the server took.
	function variables(core) {
		const found = new Map();
		for (const pair of list(core.vars)) {
			const at = typeof pair === 'string' ? pair.indexOf('=') : -1;
			if (at > 0 && !found.has(pair.substring(0, at))) {
				found.set(pair.substring(0, at), pair.substring(at + 1));
			}
		}
		return found;
	}

	function showCores(stats, clock) {
		const workers = list(stats.workers);
		const running = [];
		for (const worker of workers) {
			for (const core of list(worker.cores).filter((one) => number(one.in_request) > 0)) {
				running.push({ worker, core, clock, vars: variables(core), started: number(core.req_info?.request_start) });
			}
		}
		running.sort((a, b) => (a.started || Infinity) - (b.started || Infinity)
				|| a.worker.id - b.worker.id || a.core.id - b.core.id);
		showRunning(running);
		say($('running-count'), count(running.length));
		$('running').hidden = running.length === 0;
		$('running-none').hidden = running.length > 0;
		showIdle(workers);
	}

	function showIdle(workers) {
		const idle = (worker) => list(worker.cores).filter((core) => number(core.in_request) === 0);
		say($('idle-count'), count(sum(workers, (worker) => idle(worker).length)));
		fill($('idle'), workers, () => {
			const part = element('section');
			part.append(element('h3'), element('ul'));
			return part;
		}, (part, worker) => {
			part.children[0].hidden = workers.length === 1;
			say(part.children[0], `Worker ${text(worker.id)}`);
			part.children[1].setAttribute('aria-label', `Idle cores of worker ${text(worker.id)}`);
			fill(part.children[1], idle(worker), createIdle, updateIdle);
			part.children[1].hidden = idle(worker).length === 0;
		});
	}

	function createIdle() {
		const item = element('li');
		item.append(element('span', 'core'), element('span'), element('span', 'error'));
		return item;
	}

	function updateIdle(item, core) {
		const [id, requests, errors] = item.children;
		const failed = [['r', core.read_errors], ['w', core.write_errors]].filter(([, many]) => number(many) > 0);
		say(id, text(core.id));
		say(requests, number(core.requests) < 10000 ? count(core.requests) : compact.format(core.requests));
		item.title = `core ${text(core.id)}: ${count(core.requests)} requests, ${count(core.read_errors)} read errors, `
				+ `${count(core.write_errors)} write errors`;
		say(errors, failed.map(([letter, many]) => letter + count(many)).join(' '));
		errors.hidden = failed.length === 0;
		mark(item, 'unused', number(core.requests) === 0 ? 'true' : '');
	}

	function showAll(stats, time, clock) {
		const now = remember(stats, time);
		$('main').hidden = false;
		mark($('main'), 'stale', '');
		showServer(stats, clock);
		showTotals(now);
		showSockets(stats);
		showWorkers(list(stats.workers).map((worker) => ({ worker, now, clock })));
		showCores(stats, clock);
		showCharts(now);
	}

	// ---- Asking

	let timer = 0;
	let failures = 0;
	let paused = false;
	let asking = false;
	let answered = 0;

	// This very address, without guessing where behind a proxy the endpoint is.
	async function ask() {
		const response = await fetch(location.pathname + location.search, {
			headers: { Accept: 'application/json' },
			cache: 'no-store',
			redirect: 'manual',
			signal: AbortSignal.timeout(PATIENCE)
		});
		if (response.type === 'opaqueredirect') {
			throw new Error('The server wants to send this page elsewhere, perhaps to sign in. Reload it.');
		}
		if (response.status === 401 || response.status === 403) {
			throw new Error(`The server does not allow it (HTTP ${response.status}). Reload this page to sign in.`);
		}
		if (!response.ok) {
			throw new Error(`The server answers with HTTP ${response.status}.`);
		}
		const stats = await response.json().catch(() => null);
		if (!Array.isArray(stats?.workers)) {
			throw new Error('The server answers with something else than its statistics.');
		}
		const date = Date.parse(response.headers.get('Date') ?? '');
		return { stats, clock: (Number.isNaN(date) ? Date.now() : date) / 1000 };
	}

	async function poll() {
		clearTimeout(timer);
		if (asking || paused || document.hidden) {
			return;
		}
		asking = true;
		const delay = await ask().then(succeed, fail);
		asking = false;
		schedule(delay);
	}

	function succeed({ stats, clock }) {
		answered = performance.now();
		failures = 0;
		$('notice').hidden = true;
		say($('notice-text'), '');
		showState();
		showAll(stats, answered, clock);
		return PERIOD;
	}

	function fail(error) {
		failures++;
		// What this page throws itself is said in words; what the browser throws is not.
		say($('notice-text'), error.constructor === Error ? error.message : 'The server does not answer.');
		$('notice').hidden = false;
		mark($('main'), 'stale', 'true');
		showState();
		return Math.min(LONGEST_DELAY, PERIOD * 2 ** (failures - 1));
	}

	function schedule(delay) {
		clearTimeout(timer);
		timer = setTimeout(poll, delay);
		if (failures > 0) {
			const wait = `Next try in ${age(delay / 1000)}.`;
			say($('notice-wait'), answered > 0 ? `${wait} What is shown is ${age((performance.now() - answered) / 1000)} old.`
					: wait);
		}
	}

	function showState() {
		const state = paused ? 'paused' : failures > 0 ? 'lost' : answered > 0 ? 'live' : 'waiting';
		mark($('state'), 'state', state);
		say($('state-text'), state === 'lost' ? 'no answer' : state);
	}

	$('pause').addEventListener('click', () => {
		paused = !paused;
		$('pause').setAttribute('aria-pressed', String(paused));
		showState();
		poll();
	});
	$('retry').addEventListener('click', poll);
	document.addEventListener('visibilitychange', poll);
	addEventListener('resize', () => charts.forEach((chart) => chart.draw()));
	showState();
	poll();

})();
