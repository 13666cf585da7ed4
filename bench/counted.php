<?php

// The program that is counted: counted.php CASE COUNT runs a case of instructions.json so many times.
// Both ends are in this process, so that nothing waits, and other processes do not matter.

declare(strict_types=1);

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

[, $case, $count] = $argv;
[$kind, $bytes, $sessionsBefore] = match ($case) {
    'request and reply, 64 B' => ['request', 64, 0],
    'request and reply, 64 KiB' => ['request', 64 << 10, 0],
    'request and reply, 64 B, JSON' => ['request', 64, 0],
    'notification, 64 B' => ['notification', 64, 0],
    'request and reply, 64 B, after 200 sessions' => ['request', 64, 200],
};
$message = new LogMessage(str_repeat('x', $bytes));

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$serializer = str_ends_with($case, 'JSON') ? new JsonMessageSerializer() : null;
$here = new NativeIpcPeer($serializer);
$there = new NativeIpcPeer($serializer);
for ($closed = []; count($closed) < $sessionsBefore;) {
    $ends = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $closed[] = [$here->createStreamSession($ends[0], $ends[0]), ...$ends];
}
foreach ($closed as [$over]) {
    $over->close();
}
$closed = $ends = $over = null;
$session = $here->createStreamSession($ours, $ours);
$other = $there->createStreamSession($theirs, $theirs);
$other->onRequest(static fn (Message $request) => $request);
$other->onMessage(static function () use (&$arrived) {
    $arrived++;
});

for ($i = 0; $i < $count; $i++) {
    if ($kind === 'notification') {
        $session->notify($message);
        $there->tick(0);
        continue;
    }
    $promise = $session->request($message);
    $there->tick(0);
    $reply = $promise->await();
}
if ($kind === 'notification' ? $arrived != $count : $reply != $message) {
    throw new RuntimeException("$case: something else came than was sent");
}
