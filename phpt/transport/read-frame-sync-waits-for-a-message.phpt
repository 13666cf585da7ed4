--TEST--
readFrameSync() waits until a message comes
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

$process = proc_open(worker_command(<<<'PHP'
    $session = (new NativeIpcPeer())->createStdioSession();
    usleep(200_000);
    $session->notify(new LogMessage('hello'));
    PHP), [['pipe', 'r'], ['pipe', 'w']], $pipes);
$reader = new NativeFrameReader($pipes[1], new NativeMessageSerializer());
$cpu = cpu_seconds();
foreach ($reader->readFrameSync() as $message) {
    echo $message->message, "\n";
}
var_dump(cpu_seconds() - $cpu < 0.15);
--EXPECT--
hello
bool(true)
