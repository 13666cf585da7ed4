--TEST--
When a worker closes its STDOUT while its session is open, the other side sees the end in the worker's next turn
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/processes.php';

echo end_and_last_words(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->notify(new LogMessage('hello'));
    $session->onMessage(fn () => fclose(STDOUT));
    $peer->tick();
    $peer->tick(0);
    linger();
    PHP, frame(new LogMessage('close it')));
--EXPECT--
its output ends, then: I am still there
