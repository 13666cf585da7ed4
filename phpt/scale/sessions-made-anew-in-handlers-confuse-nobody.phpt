--TEST--
Sessions made and closed in handlers, among hundreds, get their own messages, all of them and no others
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
$sockets = [];
$opened = $wrong = $right = 0;
$open = function (int $place) use ($peer, &$open, &$sockets, &$opened, &$wrong, &$right) {
    $own = ++$opened;
    [$session, $sockets[$place]] = session_and_socket($peer);
    $session->onMessage(function (LogMessage $message, IpcSession $session) use ($own, $place, $open, &$wrong, &$right) {
        $message->message === "to $own" ? $right++ : $wrong++;
        // Some make way for another, whose descriptors get the same numbers.
        if (mt_rand(0, 3) === 0) {
            $session->close();
            $open($place);
        }
    });
    fwrite($sockets[$place], frame(new LogMessage("to $own")));
};
for ($place = 0; $place < 300; $place++) {
    $open($place);
}
while ($opened < 20_000) {
    for ($i = 0; $i < 100; $i++) {
        $open(mt_rand(0, 299));
    }
    tick_until($peer, function () use (&$opened, &$wrong, &$right) { return $right + $wrong === $opened; });
}
echo $wrong === 0 ? "all right\n" : "seed $seed: $wrong messages to others\n";
--EXPECT--
all right
