--TEST--
Nine and a half thousand sessions of one peer are all answered, and cost little
--SKIPIF--
<?php
if (!extension_loaded('posix')) {
    die('skip posix is needed');
}
$hard = posix_getrlimit()['hard openfiles'];
if ($hard !== 'unlimited' && $hard < 20_000) {
    die('skip the limit of open files is too low');
}
?>
--INI--
memory_limit=-1
--FILE--
<?php

use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

const SESSIONS = 9_500;
$hard = posix_getrlimit()['hard openfiles'];
posix_setrlimit(POSIX_RLIMIT_NOFILE, 20_000, $hard === 'unlimited' ? POSIX_RLIMIT_INFINITY : $hard);
$peer = new NativeIpcPeer();
$answered = 0;
for ($i = 0; $i < SESSIONS; $i++) {
    [$sessions[$i], $sockets[$i]] = session_and_socket($peer);
    $sessions[$i]->onRequest(function (LogMessage $question) use ($i, &$answered) {
        $answered++;
        return new LogMessage("$question->message, answered by $i");
    });
}
$codec = new FrameCodec(new NativeMessageSerializer());
$right = 0;
for ($round = 1; $round <= 2; $round++) {
    foreach ($sockets as $i => $socket) {
        fwrite($socket, $codec->pack(new RequestEnvelope("id $i", new LogMessage("question $i"))));
    }
    tick_until($peer, function () use (&$answered, $round) { return $answered === $round * SESSIONS; });
    foreach ($sockets as $i => $socket) {
        $right += (int) ($codec->feed(fread($socket, 8192)) == [new ResponseEnvelope("id $i", new LogMessage("question $i, answered by $i"))]);
    }
}
var_dump($right);

// Asked alone, one of them costs no more than it would among few.
$seconds = wall_seconds(function () use ($peer, $sockets, $codec, &$answered) {
    for ($i = 0; $i < 1000; $i++) {
        $before = $answered;
        fwrite($sockets[$i * 9], $codec->pack(new RequestEnvelope('id', new LogMessage('question'))));
        tick_until($peer, function () use (&$answered, $before) { return $answered > $before; });
        fread($sockets[$i * 9], 8192);
    }
});
var_dump($seconds < 2.0);

// All end at once, and a peer with nothing but ended sessions rests.
unset($socket, $sockets);
$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => tick_until($peer, fn () => array_sum(array_map(fn ($session) => (int) $session->isOpen(), $sessions)) === 0));
var_dump($seconds < 10.0, cpu_seconds() - $cpu < 5.0);
--EXPECT--
int(19000)
bool(true)
bool(true)
bool(true)
