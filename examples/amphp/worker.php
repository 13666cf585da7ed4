<?php

declare(strict_types=1);

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

// A worker need not know that its parent uses Amp, and needs no Amp itself.
$peer = new NativeIpcPeer();
$parent = $peer->createStdioSession();

$parent->onRequest(static function (Message $milliseconds): Message {
    assert($milliseconds instanceof LogMessage);
    usleep((int) $milliseconds->message * 1000);

    return new LogMessage("worked for {$milliseconds->message} ms");
});

$peer->run();
