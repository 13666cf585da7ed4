--TEST--
A transport may be used without a session, with frames larger than the socket's buffer
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\NativeFrameReader;
use StreamIpc\Transport\NativeMessageTransport;

require __DIR__ . '/../support/peers.php';

[$socket, $process] = start_on_socket(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage((string) strlen($message->message))));
    usleep(100_000);
    $peer->run();
    PHP);
$transport = new NativeMessageTransport($socket, [$socket], new NativeMessageSerializer());
$transport->send(new LogMessage(str_repeat('x', 4 << 20)));
echo (new NativeFrameReader($socket, new NativeMessageSerializer()))->readFrameSync()[0]->message, "\n";
--EXPECT--
4194304
