--TEST--
When a session over the standard streams has ended and its worker closes STDOUT, the other side sees the end
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/processes.php';

echo end_and_last_words(<<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->notify(new LogMessage('hello'));
    $peer->run();
    fclose(STDOUT);
    linger();
    PHP);
--EXPECT--
its output ends, then: I am still there
