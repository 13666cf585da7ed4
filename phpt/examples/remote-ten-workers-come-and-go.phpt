--TEST--
examples/remote: ten workers come and go while jobs run, and every job is answered
--SKIPIF--
<?php require __DIR__ . '/../support/remote.php'; skip_without_tls(); ?>
--FILE--
<?php

use Examples\Remote\Stretch;
use Examples\Remote\Stretched;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/remote.php';

$certificates = certificates();
// A job may meet several workers that go.
$pool = new WorkerPool([PHP_BINARY, __DIR__ . '/../../examples/remote/worker.php'], size: 1, attempts: 20);
$address = open_door($pool, $certificates);
$workers = [];
for ($i = 0; $i < 10; $i++) {
    $workers[] = dial_in($certificates, $address, "worker $i");
}
tick_until($pool->getPeer(), fn () => joined($pool) === 10);

$jobs = (function () {
    for ($i = 1; $i <= 600; $i++) {
        yield new Stretch("password $i", 3000);
    }
})();
$answered = 0;
$names = [];
foreach ($pool->map($jobs) as $job) {
    $reply = $job->await();
    $answered += $reply instanceof Stretched ? 1 : 0;
    $names[$reply->worker] = true;
    // Every thirty jobs one goes, as it likes, and another one comes.
    if ($answered % 30 === 0) {
        $gone = array_shift($workers);
        proc_terminate($gone, $answered % 60 === 0 ? SIGKILL : SIGTERM);
        $workers[] = dial_in($certificates, $address, "worker after $answered");
    }
}
echo "$answered answered, ";
echo count(preg_grep('/^worker after/', array_keys($names))) > 0 ? "also by those that came later\n" : "none by those that came later\n";
$pool->stop();
foreach ($workers as $worker) {
    // Some may wait at the door.
    proc_terminate($worker);
    proc_close($worker);
}
?>
--EXPECT--
600 answered, also by those that came later
