<?php

declare(strict_types=1);

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();

// Standard input and output lead to the parent.
$parent = $peer->createStdioSession();

// What a request handler returns is the reply; what it throws becomes an exception in the parent.
$parent->onRequest(static function (Message $question, IpcSession $parent): Message {
    $parent->notify(new LogMessage('One moment, please.'));

    return new LogMessage(sprintf('I am process %d, PHP %s.', getmypid(), PHP_VERSION));
});

// Answers until the parent is gone.
$peer->run();
