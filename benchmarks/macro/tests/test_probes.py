"""Reading /proc and the counters of system calls."""

import os
import unittest

from macro import probes, scaling, syscalls
from macro.processes import Failed
from macro.probes import Machine, Snapshot
from macro.results import IdlePoint

STRACE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 60.00    0.600000           6      2000       100 accept4
 40.00    0.400000           4      1000           close
------ ----------- ----------- --------- --------- ----------------
100.00    1.000000           3      3000       100 total
"""
PERF = """# started on Sat Nov 21 10:00:00 2026

8000,,raw_syscalls:sys_enter,100,100.00,,
1000,,syscalls:sys_enter_accept4,100,100.00,,
6990,,syscalls:sys_enter_close,100,100.00,,
<not counted>,,syscalls:sys_enter_read,0,0.00,,
"""
HEAP = """123:
 def new generation   total 36864K, used 1000K [0x1, 0x2, 0x3)
  eden space 32768K,   3% used [0x1, 0x2, 0x3)
 tenured generation   total 81920K, used 20000K [0x1, 0x2, 0x3)
 Metaspace       used 40000K, committed 41000K, reserved 1114112K
"""


class ProcTests(unittest.TestCase):
    """Tests for probes."""

    def test_only_compilers_count_as_such(self) -> None:
        times = "S 7 42 42 0 -1 4194304 1 2 3 4 150 50 9 9 20 0 3 0 100 1000 10"
        self.assertGreater(probes.compiler_us(f"42 (C2 CompilerThre) {times}"), 0.0)
        self.assertGreater(probes.compiler_us(f"42 (C1 CompilerThre) {times}"), 0.0)
        self.assertEqual(probes.compiler_us(f"42 (uwsgi-core-1) {times}"), 0.0)

    def test_stat_with_odd_name(self) -> None:
        line = "42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 150 50 9 9 20 0 3 0 100 1000 10"
        parent, user, system = probes.parse_stat(line)
        self.assertEqual(parent, 7)
        self.assertEqual(user, 3 * system)
        self.assertGreater(system, 0)

    def test_status_keeps_numbers(self) -> None:
        status = probes.parse_status("Name:\tjava\nVmRSS:\t  280000 kB\nThreads:\t54\n")
        self.assertEqual(status, {"VmRSS": 280000, "Threads": 54})

    def test_difference_counts_new_threads_from_zero_and_forgets_ended_ones(self) -> None:
        before = Snapshot(100.0, 10.0, {1: 5, 2: 7})
        after = Snapshot(160.0, 30.0, {1: 8, 3: 4})
        used = probes.difference(before, after)
        self.assertEqual((used.user_us, used.system_us, used.cpu_us), (60.0, 20.0, 80.0))
        self.assertEqual(used.switches, 3 + 4)


    def test_busy_is_all_but_waiting(self) -> None:
        text = "cpu  10 1 20 1000 500 2 3 4 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n"
        self.assertEqual(probes.parse_busy(text), probes.parse_busy("cpu 40 0 0 7 7 0 0 0 0 0"))

    def test_foreign_share_is_what_nobody_of_ours_used(self) -> None:
        cores = os.cpu_count() or 1
        before, after = Machine(0.0, 0.0, 0.0), Machine(cores * 1e6, cores * 0.5e6, 1.0)
        self.assertAlmostEqual(probes.foreign_share(before, after, cores * 0.4e6), 0.1)
        self.assertEqual(probes.foreign_share(before, after, cores * 0.6e6), 0.0)


class SyscallTests(unittest.TestCase):
    """Tests for syscalls."""

    def test_strace(self) -> None:
        counts = syscalls.parse_strace(STRACE)
        self.assertEqual(counts["accept4"], 2000)
        self.assertEqual(counts["close"], 1000)
        self.assertEqual(syscalls.per_request("t", "strace", counts, 1000).total, 3.0)

    def test_perf_leaves_the_rest_to_other(self) -> None:
        counted = syscalls.per_request("t", "perf", syscalls.parse_perf(PERF), 1000)
        self.assertEqual(counted.total, 8.0)
        self.assertEqual(counted.by_name["accept4"], 1.0)
        self.assertAlmostEqual(counted.by_name["other"], 0.01)

    def test_nothing_counted(self) -> None:
        self.assertEqual(syscalls.parse_strace(""), {})


class IdleTests(unittest.TestCase):
    """Tests for scaling."""

    def test_heap_is_both_generations(self) -> None:
        self.assertAlmostEqual(scaling.parse_heap(HEAP), 21000 * 1024 / 1e6)

    def test_unknown_heap(self) -> None:
        with self.assertRaises(Failed):
            scaling.parse_heap("ZHeap")

    def test_bytes_per_connection(self) -> None:
        points = [IdlePoint(0, 200.0, 20.0, 30), IdlePoint(100, 200.2, 20.01, 30)]
        rss, heap = scaling.bytes_per_connection(points)
        self.assertAlmostEqual(rss, 2000.0, places=3)
        self.assertAlmostEqual(heap, 100.0, places=3)


if __name__ == "__main__":
    unittest.main()
