--TEST--
add() takes sessions of AmphpIpcPeer: their answers reach the pool, and the event loop runs until all have come
--SKIPIF--
<?php
is_file((string) getenv('STREAM_IPC_VENDOR') . '/autoload.php') or die('skip set STREAM_IPC_VENDOR to a folder with amphp/byte-stream');
?>
--FILE--
<?php

use Amp\ByteStream\ReadableResourceStream;
use Amp\ByteStream\WritableResourceStream;
use Revolt\EventLoop;
use StreamIpc\AmphpIpcPeer;
use StreamIpc\WorkerPool;

require getenv('STREAM_IPC_VENDOR') . '/autoload.php';
require __DIR__ . '/../support/pool.php';

$amp = new AmphpIpcPeer();
$pool = new WorkerPool(['/no/such/program'], 1);
for ($i = 0; $i < 2; $i++) {
    [$stream, $processes[]] = start_on_socket('$peer = new NativeIpcPeer(); $peer->createStdioSession()->onRequest(
        fn (LogMessage $m) => $m->message === "die" ? exit(4) : new LogMessage(strrev($m->message))); $peer->run();');
    $pool->add($amp->createByteStreamSession(new WritableResourceStream($stream), [new ReadableResourceStream($stream)]));
}
$right = 0;
foreach ($pool->map((function () { for ($i = 0; $i < 300; $i++) yield job("job $i"); })()) as $key => $job) {
    $right += (int) ($job->await()->message === strrev("job $key"));
}
echo "$right right\n";
// The event loop alone.
$jobs = array_map(fn ($i) => $pool->submit(job("job $i")), range(1, 50));
$done = 0;
foreach ($jobs as $job) {
    $job->onResolved(function () use (&$done) { $done++; });
}
EventLoop::run();
echo "$done done\n", preg_replace('/:.*/', '', outcome($pool->submit(job('die')))), "\n", outcome($pool->submit(job('abc'))), "\n";
--EXPECT--
300 right
50 done
StreamIpc\WorkerLostException
cba
