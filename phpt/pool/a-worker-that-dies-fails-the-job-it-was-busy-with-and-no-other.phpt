--TEST--
A worker that dies fails the job that it was busy with: WorkerLostException says how, what it printed last and which process; the other jobs are done
--FILE--
<?php

use StreamIpc\Transport\PeerClosedException;
use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$pool = new WorkerPool(obeying(), 2);
$jobs = [];
for ($i = 0; $i < 20; $i++) {
    $jobs[$i] = $pool->submit(job(match ($i) {
        7 => 'fwrite(STDERR, "no more disk"); exit(3);',
        12 => 'posix_kill(getmypid(), SIGKILL);',
        default => "return $i;",
    }));
}
foreach ($jobs as $i => $job) {
    try {
        $job->await()->message === (string) $i or print("wrong\n");
    } catch (WorkerLostException $e) {
        echo "$i: ", preg_replace('/\d+/', 'N', $e->getMessage(), 1), "\n";
        var_dump($e instanceof PeerClosedException, $e->getExitCode(), $e->getTermSignal(), $e->getLastOutput());
        var_dump($e->getPid() > 1, runs($e->getPid()), $job->getAttempts());
    }
}
['workers_started' => $started, 'workers_lost' => $lost, 'answered' => $answered] = $pool->getStats();
echo "$started started, $lost lost, $answered answered\n";
--EXPECT--
7: The job (StreamIpc\Message\LogMessage) is lost: process N exited with code 3; its last words: no more disk
bool(true)
int(3)
NULL
string(12) "no more disk"
bool(true)
bool(false)
int(1)
12: The job (StreamIpc\Message\LogMessage) is lost: process N was killed by signal 9
bool(true)
NULL
int(9)
string(0) ""
bool(true)
bool(false)
int(1)
4 started, 2 lost, 18 answered
