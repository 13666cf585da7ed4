--TEST--
A hundred thousand jobs have one outcome each though a worker is killed every 100 ms; none is started more often than $attempts say, memory stays flat, no descriptor and no zombie is left
--FILE--
<?php

use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/memory.php';
require __DIR__ . '/../support/pool.php';

$count = (int) (getenv('POOL_JOBS') ?: 100000);
$every = (int) (getenv('POOL_KILL_MS') ?: 100) * 1_000_000;
// Whatever the first pool of a process opens, the second does not.
outcome((new WorkerPool(obeying(), 1))->submit(job('return 1;')));
gc_collect_cycles();
children_left();
$descriptors = descriptors();
$notes = notes();
putenv("NOTES=$notes");
$pool = new WorkerPool(pool_worker(<<<'PHP'
    $peer = new NativeIpcPeer();
    $file = fopen(getenv('NOTES'), 'a');
    $peer->createStdioSession()->onRequest(function (LogMessage $job) use ($file) {
        fwrite($file, pack('V', (int) $job->message));
        return new LogMessage(strrev($job->message));
    });
    $peer->run();
    PHP), 3, attempts: 2);
$pids = [];
$pool->onEvent(function ($event) use (&$pids) {
    $event->type === 'started' ? $pids[$event->pid] = $event->pid : null;
    $event->type === 'lost' ? $pids[$event->pid] = 0 : null;
});
$messages = (function () use ($count) { for ($i = 0; $i < $count; $i++) yield job((string) $i); })();
$outcomes = str_repeat("\0", $count);
$tally = ['done' => 0, 'lost' => 0, 'wrong' => 0, 'twice' => 0];
$attempts = [];
[$killed, $next, $resident, $peak] = [0, hrtime(true), 0, 0];
$begun = hrtime(true);
foreach ($pool->map($messages) as $key => $job) {
    $tally['twice'] += ord($outcomes[$key]);
    $outcomes[$key] = "\1";
    try {
        $tally[$job->await()->message === strrev((string) $key) ? 'done' : 'wrong']++;
    } catch (WorkerLostException) {
        $tally['lost']++;
    }
    if (hrtime(true) > $next && $running = array_filter($pids)) {
        $next = hrtime(true) + $every;
        posix_kill($running[array_rand($running)], SIGKILL);
        $killed++;
        $pids = $running;
        if (array_sum($tally) > $count / 3) {
            $resident = $resident ?: resident_bytes();
            $peak = max($peak, resident_bytes());
        }
    }
}
$seconds = (hrtime(true) - $begun) / 1e9;
$starts = array_count_values(unpack('V*', file_get_contents($notes)));
['submitted' => $submitted, 'answered' => $answered, 'lost' => $lost, 'retried' => $retried] = $pool->getStats();
$pool->drain(20);
if (getenv('POOL_JOBS')) {
    fprintf(STDERR, "%d jobs in %.1f s (%.1f us each), %d killed, %s, retried %d, RSS %.1f MB to %.1f MB\n", $count, $seconds,
        $seconds / $count * 1e6, $killed, json_encode($tally), $retried, $resident / 1e6, $peak / 1e6);
}
echo "outcomes: ", substr_count($outcomes, "\1") === $count ? 'each one' : substr_count($outcomes, "\1"), ", {$tally['twice']} twice, {$tally['wrong']} wrong\n";
var_dump($submitted === $count, $answered === $tally['done'], $lost === $tally['lost'], $tally['lost'] <= $killed, $retried > 0, $killed > 3, max($starts) <= 2);
var_dump($peak - $resident < 2 << 20 ?: $peak - $resident, children_left());
unset($job, $pool);
gc_collect_cycles();
var_dump(descriptors() - $descriptors);
--EXPECT--
outcomes: each one, 0 twice, 0 wrong
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
array(0) {
}
int(0)
