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

package io.uwsgi4j.spring.boot.actuate;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ReflectionUtils;

/**
 * Reads the values of all beans that are bound to properties of one prefix, whatever
 * feature they belong to.
 */
final class BoundProperties {

	private BoundProperties() {
	}

	/**
	 * Reads the values.
	 * @param context where the beans are
	 * @param prefix the prefix of the properties
	 * @return all values that are not {@code null}, by canonical name
	 */
	static Map<String, Object> of(ApplicationContext context, String prefix) {
		Map<String, Object> values = new LinkedHashMap<>();
		ConfigurationPropertiesBean.getAll(context).values().forEach((bean) -> {
			Object instance = bean.getInstance();
			if (instance != null && bean.getAnnotation().prefix().equals(prefix)) {
				read(instance, prefix + ".", values);
			}
		});
		return values;
	}

	private static void read(Object bean, String prefix, Map<String, Object> values) {
		if (bean instanceof Record) {
			for (RecordComponent component : bean.getClass().getRecordComponents()) {
				read(bean, component.getAccessor(), prefix + nameOf(component), values);
			}
			return;
		}
		for (PropertyDescriptor descriptor : BeanUtils.getPropertyDescriptors(bean.getClass())) {
			if (descriptor.getWriteMethod() != null) {
				read(bean, descriptor.getReadMethod(), prefix + descriptor.getName(), values);
			}
		}
	}

	private static String nameOf(RecordComponent component) {
		Field field = ReflectionUtils.findField(component.getDeclaringRecord(), component.getName());
		Name name = (field != null) ? field.getAnnotation(Name.class) : null;
		return (name != null) ? name.value() : component.getName();
	}

	private static void read(Object bean, @Nullable Method getter, String name, Map<String, Object> values) {
		if (getter != null) {
			ReflectionUtils.makeAccessible(getter);
			Object value = ReflectionUtils.invokeMethod(getter, bean);
			if (value != null) {
				values.put(DataObjectPropertyName.toDashedForm(name), value);
			}
		}
	}

}
