--TEST--
A child that reads only now and then receives every frame whole, in order
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(60);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function (LogMessage $message) use (&$count, $session) {
        usleep(2000);
        $right = $message->message === str_repeat(chr(65 + $count % 26), 30_000);
        $right || $session->notify(new LogMessage("wrong: $count"));
        ++$count === 200 && $session->notify(new LogMessage('all'));
    });
    $peer->run();
    PHP);
$said = [];
$session->onMessage(function (LogMessage $message) use (&$said) { $said[] = $message->message; });
for ($i = 0; $i < 200; $i++) {
    $session->notify(new LogMessage(str_repeat(chr(65 + $i % 26), 30_000)));
}
tick_until($peer, function () use (&$said) { return $said !== []; });
var_dump($said);
--EXPECT--
array(1) {
  [0]=>
  string(3) "all"
}
