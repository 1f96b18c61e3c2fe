"""The flow of clients, what they send, and what samples are read from."""

import random
import threading
import unittest

from macro import wire
from macro.processes import Failed
from soak import good, hostile, sampler, traffic
from soak.traffic import Counts, Flow

NATIVE = """123:

Native Memory Tracking:

Total: reserved=1700000KB, committed=300000KB
-                 Java Heap (reserved=262144KB, committed=100000KB)
                            (mmap: reserved=262144KB, committed=100000KB)

-                     Other (reserved=2000KB, committed=2000KB)
                            (malloc=2000KB #30)
"""
METERS = """# HELP jvm_buffer_memory_used_bytes x
jvm_buffer_memory_used_bytes{id="direct"} 1000000.0
jvm_buffer_memory_used_bytes{id="mapped"} 5.0
uwsgi_requests_rejected_total{reason="a"} 2.0
uwsgi_requests_rejected_total{reason="b c"} 3.0
uwsgi_connections 1.0
"""


class FlowTests(unittest.TestCase):
    """Tests for traffic."""

    def test_clients_wait_stop_and_end(self) -> None:
        flow, counts = Flow(), Counts()
        threads = [traffic.start(flow, counts, f"client-{number}", lambda: self._step(flow, counts))
                   for number in range(4)]
        self.assertEqual(counts.total(traffic.GOOD), 0)
        flow.resume(float("inf"))
        self._await(lambda: counts.total(traffic.GOOD) >= 4)
        self.assertTrue(flow.pause(10.0))
        before = counts.total(traffic.GOOD)
        self.assertFalse(flow.sleep(0.05))
        self.assertEqual(counts.total(traffic.GOOD), before)
        flow.resume(float("inf"))
        self._await(lambda: counts.total(traffic.GOOD) > before)
        flow.end()
        for thread in threads:
            thread.join(10.0)
            self.assertFalse(thread.is_alive())

    def test_client_that_breaks_is_a_failure(self) -> None:
        flow, counts = Flow(), Counts()
        thread = traffic.start(flow, counts, "broken", lambda: {}["missing"])
        flow.resume(float("inf"))
        self._await(lambda: counts.failed > 0)
        flow.end()
        thread.join(10.0)
        self.assertIn("KeyError", counts.failures[0])

    def test_client_that_does_not_leave_is_noticed(self) -> None:
        flow, entered, gate = Flow(), threading.Event(), threading.Event()
        traffic.start(flow, Counts(), "deaf", lambda: (entered.set(), gate.wait(10.0)))
        flow.resume(float("inf"))
        self.assertTrue(entered.wait(10.0))
        self.assertFalse(flow.pause(0.01))
        gate.set()
        self.assertTrue(flow.pause(10.0))
        flow.end()

    @staticmethod
    def _step(flow: Flow, counts: Counts) -> None:
        counts.add(traffic.GOOD, "step")
        flow.sleep(0.01)

    def _await(self, condition: object) -> None:
        self.assertTrue(wire.wait_for(condition, lambda: True, 10.0))


class PayloadTests(unittest.TestCase):
    """Tests for what is sent."""

    def test_all_payloads_can_be_made(self) -> None:
        chance = random.Random(1)
        for make in (hostile.above_buffer_size, hostile.unknown_modifier, hostile.short_body, hostile.bad_chunks):
            for _ in range(300):
                self.assertGreater(len(make(chance)), 4)

    def test_packets_are_cut_and_changed(self) -> None:
        chance, packet = random.Random(1), wire.uwsgi_packet("/hello")
        self.assertTrue(packet.startswith(hostile.truncated(packet, chance)))
        other = hostile.changed(packet, chance)
        self.assertEqual(len(other), len(packet))
        self.assertNotEqual(other, packet)
        self.assertEqual((hostile.truncated(b"", chance), hostile.changed(b"", chance)), (b"", b""))

    def test_corpus_is_there(self) -> None:
        self.assertGreater(len(list(hostile.CORPUS.iterdir())), 100)

    def test_seed_decides(self) -> None:
        first, second = (hostile.changed(bytes(100), random.Random(7)) for _ in range(2))
        self.assertEqual(first, second)

    def test_more_variables_replace_those_of_a_get(self) -> None:
        packet = wire.uwsgi_packet("/a", {"REQUEST_METHOD": "POST", "NEW": "b"})
        self.assertIn(b"\x04\x00POST", packet)
        self.assertIn(b"\x03\x00NEW\x01\x00b", packet)
        self.assertEqual(int.from_bytes(packet[1:3], "little"), len(packet) - 4)

    def test_multipart_names_its_boundary(self) -> None:
        body, content_type = good.multipart(b"abc")
        self.assertTrue(body.startswith(b"--" + content_type.partition("boundary=")[2].encode()))
        self.assertIn(b"\r\n\r\nabc\r\n--", body)


class SampleTests(unittest.TestCase):
    """Tests for sampler."""

    def test_native_memory(self) -> None:
        other, everything = sampler.parse_native(NATIVE)
        self.assertAlmostEqual(other, 2.048)
        self.assertAlmostEqual(everything, 204.8)

    def test_native_memory_that_is_not_tracked(self) -> None:
        with self.assertRaises(Failed):
            sampler.parse_native("Native memory tracking is not enabled")

    def test_meters(self) -> None:
        meters = sampler.parse_meters(METERS)
        self.assertEqual(sampler.total(meters, "jvm_buffer_memory_used_bytes", 'id="direct"'), 1e6)
        self.assertEqual(sampler.total(meters, "uwsgi_requests_rejected_total"), 5.0)
        self.assertEqual(sampler.total(meters, "uwsgi_connections"), 1.0)
        self.assertEqual(sampler.total(meters, "missing"), 0.0)


if __name__ == "__main__":
    unittest.main()
