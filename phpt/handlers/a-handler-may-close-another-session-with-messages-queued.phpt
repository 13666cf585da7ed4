--TEST--
A handler may close another session: what is queued for it is dropped, a third one misses nothing
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$seen = [];
$first = null;
foreach (['a', 'b', 'c'] as $name) {
    [$sessions[$name], $sockets[$name]] = session_and_socket($peer);
    $sessions[$name]->onMessage(function (LogMessage $message) use ($name, &$seen, &$first, &$sessions) {
        $seen[$name][] = $message->message;
        if ($first === null) {
            $first = $name;
            // Whoever is served first closes the next.
            $sessions[$name === 'a' ? 'b' : 'a']->close();
        }
    });
    $sessions[$name]->onClose(function () use ($name, &$closed) { $closed = $name; });
    fwrite($sockets[$name], implode(array_map(fn ($text) => frame(new LogMessage($text)), ['1', '2', '3'])));
}
$peer->tick(5.0);
$peer->tick(0.02);
unset($seen[$first]);
echo $closed === ($first === 'a' ? 'b' : 'a') ? 'closed the other' : "closed $closed", "\n";
var_dump(isset($seen[$closed]), array_values($seen));
--EXPECT--
closed the other
bool(false)
array(1) {
  [0]=>
  array(3) {
    [0]=>
    string(1) "1"
    [1]=>
    string(1) "2"
    [2]=>
    string(1) "3"
  }
}
