--TEST--
User code may suspend a concurrent handler and resume it, throw into it, or let go of it
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
$server->onMessage(function () {});
$fibers = [];
$server->onRequest(function (LogMessage $question) use (&$fibers, $server) {
    $fibers[$question->message] = Fiber::getCurrent();
    return match ($question->message) {
        'suspended' => new LogMessage('resumed with ' . Fiber::suspend()),
        'awaiting' => $server->request($question, 0.1)->await(),
        default => Fiber::suspend(),
    };
}, true);
$ask = function (string $question) use ($client, $peer, &$fibers) {
    $client->request(new LogMessage($question), 20.0)->onResolved(function (ResponsePromise $promise) use ($question) {
        try {
            $answer = $promise->await()->message;
        } catch (Exception $e) {
            $answer = preg_replace(['/ [\d.]+ /', '/\n#0 .*/s'], [' N ', ''], $e->getMessage());
        }
        echo "$question: $answer\n";
    });
    tick_until($peer, function () use (&$fibers, $question) { return isset($fibers[$question]); });
};
$client->onRequest(fn (LogMessage $question) => new LogMessage('a reply'));

$ask('suspended');
$fibers['suspended']->resume('user code');
$peer->tickFor(0.05);

// It goes on waiting when somebody resumes it too early.
$ask('awaiting');
$fibers['awaiting']->resume();
$peer->tickFor(0.05);

$ask('thrown into');
$fibers['thrown into']->throw(new DomainException('from user code'));
$peer->tickFor(0.05);

$ask('let go of');
$fibers = [];
$peer->tickFor(0.05);
--EXPECT--
suspended: resumed with user code
awaiting: a reply
thrown into: Error in dispatch
DomainException: from user code
let go of: Request N (StreamIpc\Message\LogMessage) was let go of without a reply
