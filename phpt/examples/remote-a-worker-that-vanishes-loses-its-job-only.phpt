--TEST--
examples/remote: a worker that vanishes loses the job that it is busy with, and no other
--SKIPIF--
<?php require __DIR__ . '/../support/remote.php'; skip_without_tls(); ?>
--FILE--
<?php

use Examples\Remote\Stretch;
use Examples\Remote\Stretched;
use StreamIpc\PoolEvent;
use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/remote.php';

$certificates = certificates();
$pool = new WorkerPool([PHP_BINARY, __DIR__ . '/../../examples/remote/worker.php'], size: 1);
$address = open_door($pool, $certificates);
$workers = [dial_in($certificates, $address, 'first'), dial_in($certificates, $address, 'second')];
tick_until($pool->getPeer(), fn () => joined($pool) === 2);

$lost = [];
$pool->onEvent(function (PoolEvent $event) use (&$lost) {
    if ($event->type === PoolEvent::LOST) {
        $lost[] = $event->job;
    }
});
for ($i = 0; $i < 12; $i++) {
    // The first ones take long enough for what comes now.
    $jobs[] = $pool->submit(new Stretch("password $i", $i < 3 ? 1_000_000 : 1000));
}
$pool->getPeer()->tick(0);
proc_terminate($workers[0], SIGKILL);
$answered = 0;
foreach ($jobs as $job) {
    try {
        $answered += $job->await() instanceof Stretched ? 1 : 0;
    } catch (WorkerLostException $e) {
        echo strtok($e->getMessage(), ';'), "\n";
        var_dump($lost === [$job], $job->getAttempts(), $e->getPid());
    }
}
echo "$answered answered, ", $pool->getStats()['workers'], " workers are left\n";
$pool->stop();
proc_close($workers[0]);
echo 'exit code of the other one: ', proc_close($workers[1]), "\n";
?>
--EXPECT--
The job (Examples\Remote\Stretch) is lost: the worker has closed its streams
bool(true)
int(1)
NULL
11 answered, 2 workers are left
exit code of the other one: 0
