--TEST--
If a handler throws while messages of other sessions wait, none is lost, and await() can go on
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$seen = [];
foreach (['a', 'b', 'c'] as $name) {
    $sessions[$name] = start_worker($peer, <<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $question) use ($session) {
            for ($number = 0; $number < 20; $number++) {
                $session->notify(new LogMessage("$number"));
            }
            return $question;
        });
        $peer->run();
        PHP);
    $sessions[$name]->onMessage(function (LogMessage $message) use ($name, &$seen) {
        $seen[$name][] = (int) $message->message;
        $name === 'b' && throw new DomainException();
    });
    $promises[$name] = $sessions[$name]->request(new LogMessage($name));
}
$thrown = 0;
while ($promises) {
    try {
        foreach ($promises as $name => $promise) {
            $promise->await();
            unset($promises[$name]);
        }
    } catch (DomainException) {
        $thrown++;
    }
}
ksort($seen);
var_dump($thrown, $seen === array_fill_keys(['a', 'b', 'c'], range(0, 19)));
--EXPECT--
int(20)
bool(true)
