--TEST--
kill -9 of a pool's process leaves no worker; a worker that is stopped with SIGSTOP is replaced after timeout and grace, and stop() ends it
--FILE--
<?php

use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/forks.php';
require __DIR__ . '/../support/pool.php';

$notes = notes();
$parent = fork(function () use ($notes) {
    $pool = new WorkerPool(obeying(), 3);
    $pids = array_map(fn ($job) => outcome($job), array_map(fn () => $pool->submit(job('usleep(100000); return getmypid();')), range(1, 3)));
    array_map(fn () => $pool->submit(job('while (true) sleep(1);')), range(1, 2));
    $pool->getPeer()->tickFor(0.05);
    file_put_contents($notes, implode(' ', $pids));
    while (true) {
        sleep(1);
    }
});
for ($limit = hrtime(true) + 10e9; !($pids = file_get_contents($notes)) && hrtime(true) < $limit; usleep(1000));
posix_kill($parent, SIGKILL);
exit_status($parent);
$pids = array_map(intval(...), explode(' ', $pids));
echo count(array_unique($pids)), ' workers, ', count(array_filter($pids, fn ($pid) => ends($pid))), " ended\n";

$pool = new WorkerPool(obeying(), 1, timeout: 0.2, grace: 0.2);
$pid = (int) outcome($pool->submit(job('return getmypid();')));
posix_kill($pid, SIGSTOP);
echo outcome($pool->submit(job('return 1;'))), "\n";
echo outcome($pool->submit(job('return "from another";'), 5.0)), "\n";
var_dump(ends($pid));
$stopped = $pool->submit(job('posix_kill(getmypid(), SIGSTOP); return "resumed";'), 5.0);
$pool->getPeer()->tickFor(0.1);
var_dump(wall_seconds($pool->stop(...)) < 2, children_left());
--EXPECT--
3 workers, 3 ended
StreamIpc\Transport\TimeoutException: The job (StreamIpc\Message\LogMessage) timed out after 0.2s on its worker, on process N
from another
bool(true)
bool(true)
array(0) {
}
