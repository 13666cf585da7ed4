--TEST--
One tick serves all children; each answers when it is done
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(60);
$peer = new SymfonyIpcPeer();
$order = [];
foreach ([0.8, 0.4, 0.0] as $delay) {
    $session = start_symfony_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onMessage(function (LogMessage $delay) use ($session) {
            usleep((int) ($delay->message * 1e6));
            $session->notify($delay);
        });
        $session->onRequest(fn () => new LogMessage('ready'));
        $peer->run();
        PHP);
    $session->request(new LogMessage('ready?'), 20.0)->await();
    $session->onMessage(function (LogMessage $delay) use (&$order) { $order[] = (float) $delay->message; });
    $sessions[] = [$session, $delay];
}
foreach ($sessions as [$session, $delay]) {
    $session->notify(new LogMessage("$delay"));
}
tick_until($peer, function () use (&$order) { return count($order) === 3; });
var_dump($order === [0.0, 0.4, 0.8]);
--EXPECT--
bool(true)
