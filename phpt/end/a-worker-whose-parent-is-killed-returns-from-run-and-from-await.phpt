--TEST--
A worker whose parent is killed returns from run(), and from await() with an exception
--FILE--
<?php

require __DIR__ . '/../support/processes.php';

pcntl_alarm(20);
$parent = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = start_bare_worker($peer, WORKER);
    $session->onMessage(function () { echo "it runs\n"; });
    $session->onRequest(function () { echo "it awaits\n"; sleep(60); });
    $peer->run();
    PHP;
echo last_words_of_orphan(<<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->notify(new LogMessage('running'));
    $peer->run();
    say('run() returned');
    PHP, $parent);
echo last_words_of_orphan(<<<'PHP'
    $peer = new NativeIpcPeer();
    try {
        $peer->createStdioSession()->request(new LogMessage('question'), 60.0)->await();
    } catch (PeerClosedException $e) {
        say(get_class($e));
    }
    PHP, $parent);
--EXPECT--
run() returned
StreamIpc\Transport\PeerClosedException
