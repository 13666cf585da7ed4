--TEST--
A worker says hello to a parent that has started it for this pipe, and to nobody else: not to a parent of the package's kind, nor to a child that inherits the variable
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/native.php';

const WORKER = <<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    fwrite(STDERR, json_encode($session->isNative()) . ' ');
    PHP;
/** All bytes that a worker prints whose pipes are not ours. */
function output_of_worker(string $code): string
{
    $process = proc_open(worker_command($code), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    fclose($pipes[0]);

    return bin2hex(stream_get_contents($pipes[1])) . ' ' . stream_get_contents($pipes[2]);
}
echo output_of_worker(WORKER), "\n";
putenv('STREAM_IPC_PARENT=0:0');
echo output_of_worker(WORKER), "\n";

$peer = new NativeIpcPeer();
$session = $peer->spawn([PHP_BINARY, '-r', 'passthru(' . var_export(worker_command(WORKER) . ' </dev/null >/dev/null', true) . '); echo getenv("STREAM_IPC_PARENT") ? "named\n" : "";']);
$session->onMessage(function (LogMessage $message) { echo $message->message; });
$peer->run();
foreach ([$peer->spawn(...), fn (array $command) => $peer->createCommandSession(implode(' ', array_map(escapeshellarg(...), $command)), getenv())] as $start) {
    $session = $start([PHP_BINARY, '-r', 'use StreamIpc\NativeIpcPeer;' . WORKER]);
    $session->onMessage(function (LogMessage $message) { echo $message->message; });
    $peer->run();
    var_dump($session->isNative());
}
--EXPECT--
 false 
 false 
false named
true bool(true)
true bool(true)
