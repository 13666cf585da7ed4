--TEST--
A handler may await in a handler in a handler, over three processes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$leaf = worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $parent = $peer->createStdioSession();
    $parent->onRequest(fn (LogMessage $question) => new LogMessage(
        'leaf(' . $parent->request(new LogMessage("leaf asks about $question->message"))->await()->message . ')',
    ));
    $peer->run();
    PHP);
$peer = new NativeIpcPeer();
$session = start_worker($peer, 'const LEAF = ' . var_export($leaf, true) . ';' . <<<'PHP'
    $peer = new NativeIpcPeer();
    $parent = $peer->createStdioSession();
    $leaf = $peer->createCommandSession(LEAF, getenv());
    // Questions go down through it, the leaf's own ones go up.
    $parent->onRequest(fn (LogMessage $question) => new LogMessage('middle(' . $leaf->request($question)->await()->message . ')'));
    $leaf->onRequest(fn (LogMessage $question) => new LogMessage('middle(' . $parent->request($question)->await()->message . ')'));
    $parent->onClose($leaf->close(...));
    $peer->run();
    PHP);
$depth = 0;
$session->onRequest(function (LogMessage $question) use ($session, &$depth) {
    echo $question->message, "\n";
    return new LogMessage(++$depth < 3 ? $session->request(new LogMessage("depth $depth"))->await()->message : 'answer');
});
echo $session->request(new LogMessage('depth 0'))->await()->message, "\n";
--EXPECT--
leaf asks about depth 0
leaf asks about depth 1
leaf asks about depth 2
middle(leaf(middle(middle(leaf(middle(middle(leaf(middle(answer)))))))))
