--TEST--
spawn() gives the process its environment, its working directory, and the session its serializer
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\JsonMessageSerializer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
putenv('OF_THE_PARENT=inherited');
$print = 'pwd; echo "$OF_THE_PARENT, $OWN"';
$cases = [
    [['sh', '-c', $print], null, '/'],
    [['/bin/sh', '-c', $print], ['OWN' => 'given'], '/'],
    [['/bin/sh', '-c', $print], []],
];
foreach ($cases as $arguments) {
    $session = $peer->spawn(...$arguments);
    $session->onMessage(function (LogMessage $message) use (&$printed) { $printed .= $message->message; });
    $peer->run();
    echo str_replace(getcwd() . "\n", "own directory\n", $printed);
    $printed = '';
}
$echo = $peer->spawn(['cat'], serializer: new JsonMessageSerializer());
$echo->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
$echo->notify(new LogMessage('as JSON'));
$peer->tick(5);
?>
--EXPECT--
/
inherited, 
/
, given
own directory
, 
as JSON
