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

import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.uwsgi4j.test.Await;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring MVC's results that come later: in time, too late, or not at all.
 */
class NginxAsyncTests extends AbstractNginxTests {

	private static final long SOON = 100;

	@Test
	void whenCallableReturnsThenClientGetsItsValue() {
		Callable<String> callable = () -> "called by " + Thread.currentThread().getName();
		HttpResponse<String> response = get(AsyncController.prepare("callable", callable));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).startsWith("called by task-");
		assertQuiet();
	}

	@Test
	void whenCallableFailsThenClientGetsTheErrorPage() {
		Callable<String> callable = () -> {
			throw new IllegalStateException("broken on purpose");
		};
		String target = AsyncController.prepare("callable", callable);
		assertErrorPage(get(target), 500, target);
		assertThat(application().log().errors()).isNotEmpty().allMatch((line) -> line.contains("broken on purpose"));
	}

	@Test
	void whenAnotherThreadSetsTheResultThenClientGetsIt() {
		DeferredResult<String> result = new DeferredResult<>();
		AtomicInteger completions = new AtomicInteger();
		result.onCompletion(completions::incrementAndGet);
		String target = AsyncController.prepare("deferred", result);
		CompletableFuture<HttpResponse<String>> response = getAsync(target);
		AsyncController.awaitRequest(target);
		assertThat(response).isNotDone();
		assertThat(result.setResult("set later")).isTrue();
		assertThat(response.join().statusCode()).isEqualTo(200);
		assertThat(response.join().body()).isEqualTo("set later");
		Await.until("completion", () -> completions.get() == 1);
		assertQuiet();
	}

	@Test
	void whenResultIsThereAlreadyThenClientGetsIt() {
		DeferredResult<String> result = new DeferredResult<>();
		result.setResult("set before");
		assertThat(get(AsyncController.prepare("deferred", result)).body()).isEqualTo("set before");
		assertQuiet();
	}

	@Test
	void whenResultIsAnErrorThenClientGetsItsStatus() {
		DeferredResult<String> result = new DeferredResult<>();
		String target = AsyncController.prepare("deferred", result);
		CompletableFuture<HttpResponse<String>> response = getAsync(target);
		AsyncController.awaitRequest(target);
		result.setErrorResult(new ResponseStatusException(HttpStatus.CONFLICT));
		assertErrorPage(response.join(), 409, target);
		assertQuiet();
	}

	@Test
	void whenResultIsTooLateThenClientGets503() {
		DeferredResult<String> result = new DeferredResult<>(SOON);
		String target = AsyncController.prepare("deferred", result);
		assertErrorPage(get(target), 503, target);
		assertThat(result.setResult("nobody waits")).isFalse();
		assertQuiet();
	}

	@Test
	void whenResultIsTooLateThenClientGetsTheOneForTimeouts() {
		DeferredResult<String> result = new DeferredResult<>(SOON, "too late");
		HttpResponse<String> response = get(AsyncController.prepare("deferred", result));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("too late");
		assertQuiet();
	}

	@Test
	void whenTimeoutCallbackSetsTheResultThenClientGetsIt() {
		DeferredResult<String> result = new DeferredResult<>(SOON);
		result.onTimeout(() -> result.setResult("called back"));
		assertThat(get(AsyncController.prepare("deferred", result)).body()).isEqualTo("called back");
		assertQuiet();
	}

	@Test
	void whenTaskIsInTimeThenClientGetsItsValue() {
		AtomicInteger completions = new AtomicInteger();
		WebAsyncTask<String> task = new WebAsyncTask<>(60_000L, () -> "done");
		task.onTimeout(() -> "too late");
		task.onCompletion(completions::incrementAndGet);
		assertThat(get(AsyncController.prepare("task", task)).body()).isEqualTo("done");
		Await.until("completion", () -> completions.get() == 1);
		assertQuiet();
	}

	@Test
	void whenTaskIsTooLateThenItsCallbackAnswers() {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch answered = new CountDownLatch(1);
		WebAsyncTask<String> task = new WebAsyncTask<>(SOON, () -> sleep(interrupted, answered));
		task.onTimeout(() -> "too late");
		HttpResponse<String> response = get(AsyncController.prepare("task", task));
		answered.countDown();
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("too late");
		Await.until("interrupt of the task", () -> interrupted.getCount() == 0);
		assertQuiet();
	}

	@Test
	void whenTaskIsTooLateWithoutCallbackThenClientGets503() {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch answered = new CountDownLatch(1);
		WebAsyncTask<String> task = new WebAsyncTask<>(SOON, () -> sleep(interrupted, answered));
		String target = AsyncController.prepare("task", task);
		HttpResponse<String> response = get(target);
		answered.countDown();
		assertErrorPage(response, 503, target);
		Await.until("interrupt of the task", () -> interrupted.getCount() == 0);
		assertQuiet();
	}

	@Test
	void whenClientHasLeftThenTheResultIsDropped() {
		DeferredResult<String> result = new DeferredResult<>();
		AtomicInteger completions = new AtomicInteger();
		result.onCompletion(completions::incrementAndGet);
		String target = AsyncController.prepare("deferred", result);
		try (RawHttp http = new RawHttp(frontEnd())) {
			http.get(target);
			AsyncController.awaitRequest(target);
		}
		result.setResult("nobody is there");
		// Tomcat reports it twice if the answer could not be written.
		Await.until("completion", () -> completions.get() > 0);
		assertQuiet();
	}

	// Does not let the interrupt, which comes just before the timeout is answered, end
	// it.
	private static String sleep(CountDownLatch interrupted, CountDownLatch answered) {
		try {
			new CountDownLatch(1).await(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			interrupted.countDown();
		}
		Await.until("the answer", () -> answered.getCount() == 0);
		return "slept well";
	}

}
