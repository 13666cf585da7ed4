--TEST--
broadcast() reaches every worker that has not been told to end, whatever becomes of another one
--FILE--
<?php

use StreamIpc\NativeIpcPeer;
use StreamIpc\PoolEvent;
use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

$command = pool_worker(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $heard = 'nothing';
    $session->onMessage(function (LogMessage $message) use (&$heard) { $heard = $message->message; });
    $session->onRequest(function (LogMessage $job) use (&$heard) { return new LogMessage((string) eval($job->message)); });
    $peer->run();
    PHP);
$pool = new WorkerPool($command, 3, maxJobs: 3, grace: 1.0);
$pool->broadcast(job('nobody is there'));
$ask = fn (string $code) => array_map(fn () => $pool->submit(job($code)), range(1, 3));
$all = fn (string $code) => implode(', ', array_map(outcome(...), $ask($code)));
echo $all('usleep(300000); return $GLOBALS["heard"];'), "\n";
$pool->broadcast(job('good news'));
echo $all('usleep(200000); return $GLOBALS["heard"];'), "\n";
// One does not end when its input does, one is gone and nobody has noticed.
$last = $ask('usleep(200000); static $n; return getmypid();');
$pids = array_map(fn ($job) => (int) outcome($job), $last);
$pool->broadcast(job('while they end'));
[, $socket] = [$session] = session_and_socket($pool->getPeer());
$pool->add($session);
[$broken, $theirs] = session_and_socket($pool->getPeer());
$pool->add($broken);
[$another, $end] = session_and_socket($pool->getPeer());
$pool->add($another);
fclose($theirs);
try {
    $pool->broadcast(job('to the new ones'));
    echo "no exception\n";
} catch (StreamIpc\Transport\StreamClosedException) {
    echo "one is closed\n";
}
var_dump(array_map(fn ($message) => $message->message, received($end)));
--EXPECT--
nothing, nothing, nothing
good news, good news, good news
one is closed
array(1) {
  [0]=>
  string(15) "to the new ones"
}
