<?php

declare(strict_types=1);

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

// A worker need not know what started it, and needs no Symfony itself.
$peer = new NativeIpcPeer();
$parent = $peer->createStdioSession();

$parent->onRequest(static function (Message $name, IpcSession $parent): Message {
    assert($name instanceof LogMessage);
    $parent->notify(new LogMessage('One moment, please.'));

    return new LogMessage((string) getenv('GREETING') . ', ' . $name->message . '!');
});

$peer->run();
