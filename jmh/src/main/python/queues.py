#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many messages a second go through Python's queues between two processes.

The same work as SharedThroughputBenchmark: one process puts messages of 32 bytes, another takes them and looks at the
number in each. Writes a file of the shape that JMH writes, so that the report takes it for one more workload:

    python3 jmh/src/main/python/queues.py -o jmh/target/bench/python.1.json

Not measured: more than two processes, and waiting. Each score is the rate of one iteration, the first is left out. Both
queues hold 1024 messages; in the rows that end in Batches an element is a list of 100 messages, and they hold 10 of
these. The consumer fails on a message that is not the next.
"""

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import time

BENCHMARK = "io.queuekit.jmh.SharedThroughputBenchmark."
CAPACITY = 1024
BATCH = 100
END = None


def message(number, length):
    return number.to_bytes(8, "little").ljust(length, b"\0")


def produce(queue, length, batch, stop):
    number = 0
    while not stop.is_set():
        if batch == 1:
            queue.put(message(number, length))
        else:
            queue.put([message(number + i, length) for i in range(batch)])
        number += batch
    queue.put(END)


def check(element, number):
    if int.from_bytes(element[:8], "little") != number:
        raise SystemExit(f"not the next message: found={element[:8]!r} expected={number}")


def measure(make, length, batch, iterations, seconds):
    """Rates in messages per microsecond, one for each iteration."""
    queue = make(max(1, CAPACITY // batch))
    stop = multiprocessing.Event()
    producer = multiprocessing.Process(target=produce, args=(queue, length, batch, stop), daemon=True)
    producer.start()
    rates = []
    number = 0
    try:
        for _ in range(iterations + 1):
            begin = time.perf_counter()
            before = number
            while time.perf_counter() - begin < seconds:
                element = queue.get(timeout=60)
                for one in element if batch > 1 else (element,):
                    check(one, number)
                    number += 1
            rates.append((number - before) / (time.perf_counter() - begin) / 1e6)
        stop.set()
        while queue.get(timeout=60) is not END:
            pass
        producer.join(60)
    finally:
        producer.kill()
    return rates[1:]


def result(method, length, rates):
    return {
        "benchmark": BENCHMARK + method,
        "mode": "thrpt",
        "threads": 1,
        "forks": 1,
        "jvm": f"{platform.python_implementation()} {platform.python_version()}",
        "params": {"bytes": str(length), "where": "JVMS"},
        "primaryMetric": {
            "score": statistics.mean(rates),
            "scoreUnit": "ops/us",
            "rawData": [rates],
        },
    }


def main():
    parser = argparse.ArgumentParser(description="Python's queues between two processes, as a result of JMH")
    parser.add_argument("-o", "--output", required=True, help="the file that is written")
    parser.add_argument("-i", "--iterations", type=int, default=5)
    parser.add_argument("-r", "--seconds", type=float, default=1.0, help="how long each iteration takes")
    parser.add_argument("-b", "--bytes", type=int, default=32, help="the length of a message, 8 at least")
    args = parser.parse_args()
    if args.bytes < 8 or args.iterations < 1 or args.seconds <= 0:
        parser.error(f"bytes={args.bytes} min=8 iterations={args.iterations} min=1 seconds={args.seconds} above=0")
    results = []
    with multiprocessing.Manager() as manager:
        for name, make in (("pythonMultiprocessingQueue", multiprocessing.Queue), ("pythonManagerQueue", manager.Queue)):
            for suffix, batch in (("", 1), ("Batches", BATCH)):
                rates = measure(make, args.bytes, batch, args.iterations, args.seconds)
                results.append(result(name + suffix, args.bytes, rates))
                print(f"{name + suffix}: {statistics.median(rates) * 1e6:,.0f} messages/s "
                      f"({min(rates) * 1e6:,.0f}-{max(rates) * 1e6:,.0f})")
    part = args.output + ".part"
    with open(part, "w", encoding="utf-8") as file:
        json.dump(results, file, indent=2)
    os.replace(part, args.output)


if __name__ == "__main__":
    main()
