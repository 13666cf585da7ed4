--TEST--
takePending() returns the messages before a frame that memory_limit has no room for, then throws, then returns the others
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\SymfonyProcessMessageTransport;

require __DIR__ . '/../support/symfony.php';
require __DIR__ . '/../support/frame.php';
require __DIR__ . '/../support/show.php';

pcntl_alarm(30);
$bytes = frame(new LogMessage('one')) . 'junk' . greedy_frame() . frame(new LogMessage('two'));
$process = symfony_process(sprintf('echo base64_decode("%s");', base64_encode($bytes)));
$transport = new SymfonyProcessMessageTransport($process, new NativeMessageSerializer());
while ($transport->isRunning()) {
    usleep(1000);
}
for ($i = 0; $i < 3; $i++) {
    try {
        show(...$transport->takePending()['out']);
    } catch (RuntimeException $e) {
        echo preg_replace('/\d+/', '#', $e->getMessage()), "\n";
    }
}
--EXPECT--
info: one
junk: junk
A frame of # bytes needs about # bytes of memory, but memory_limit leaves #: raise it, or send less at once
info: two
