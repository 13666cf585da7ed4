# Does jobs in two workers of multiprocessing.Pool: pooled.py JOBS. Prints the microseconds per job.

import multiprocessing
import sys
import time


def answer(job):
    return job


if __name__ == "__main__":
    jobs = int(sys.argv[1])
    with multiprocessing.Pool(2) as pool:
        # One job in each message, as in the other pools.
        for _ in pool.imap_unordered(answer, ["x" * 64] * (jobs // 5), chunksize=1):
            pass
        start = time.perf_counter()
        for _ in pool.imap_unordered(answer, ["x" * 64] * jobs, chunksize=1):
            pass
        print("%.3f" % ((time.perf_counter() - start) * 1e6 / jobs))
