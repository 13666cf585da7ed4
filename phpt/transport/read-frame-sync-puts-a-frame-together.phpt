--TEST--
readFrameSync() puts a frame together that comes in pieces, however many
--FILE--
<?php

use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;

require __DIR__ . '/../support/peers.php';

$process = proc_open(worker_command(<<<'PHP'
    $frame = (new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer()))->pack(new LogMessage(str_repeat('x', 1000)));
    foreach (str_split($frame, 7) as $piece) {
        fwrite(STDOUT, $piece);
        usleep(100);
    }
    PHP), [['pipe', 'r'], ['pipe', 'w']], $pipes);
$messages = (new NativeFrameReader($pipes[1], new NativeMessageSerializer()))->readFrameSync();
var_dump(count($messages), strlen($messages[0]->message));
--EXPECT--
int(1)
int(1000)
