<?php

declare(strict_types=1);

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

$peer = new NativeIpcPeer();
$parent = $peer->createStdioSession();

$parent->onRequest(static function (Message $question, IpcSession $parent): Message {
    foreach (['one', 'two', 'three'] as $number) {
        usleep(50_000);
        $parent->notify(new LogMessage($number));
    }

    return new LogMessage('done');
});
$parent->onMessage(static function (Message $goodbye, IpcSession $parent): void {
    $parent->notify(new LogMessage('Goodbye!'));
    $parent->close();
});

$peer->run();
