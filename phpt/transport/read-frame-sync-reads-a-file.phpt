--TEST--
readFrameSync() reads a file, whatever its kind, to the end
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/peers.php';

$file = tmpfile();
$memory = fopen('php://memory', 'w+');
foreach ([$file, $memory] as $stream) {
    fwrite($stream, frame(new LogMessage('one')) . frame(new LogMessage(str_repeat('x', 100_000))));
    rewind($stream);
    $reader = new NativeFrameReader($stream, new NativeMessageSerializer());
    $lengths = [];
    try {
        while (true) {
            foreach ($reader->readFrameSync() as $message) {
                $lengths[] = strlen($message->message);
            }
        }
    } catch (StreamClosedException $e) {
        echo implode(' ', $lengths), ' ', $e->getMessage(), "\n";
    }
}
--EXPECT--
3 100000 Stream closed
3 100000 Stream closed
