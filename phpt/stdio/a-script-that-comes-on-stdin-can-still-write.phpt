--TEST--
A script that PHP reads from standard input, where PHP 8.2 defines no STDOUT, can still write
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\NativeMessageTransport;

$peer = new NativeIpcPeer();
$session = $peer->createCommandSession(escapeshellarg(PHP_BINARY), getenv());
$pipe = (new ReflectionProperty(NativeMessageTransport::class, 'writeStream'))->getValue($session->getTransport());
fwrite($pipe, <<<'PHP'
    <?php
    use StreamIpc\Message\LogMessage;
    use StreamIpc\NativeIpcPeer;
    (new NativeIpcPeer())->createStdioSession()->notify(new LogMessage('written'));
    PHP);
fclose($pipe);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
$peer->run();
--EXPECT--
info: written
