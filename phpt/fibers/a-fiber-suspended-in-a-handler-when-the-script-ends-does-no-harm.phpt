--TEST--
Fibers that are suspended in await() and in handlers when the script ends do no harm
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(function (LogMessage $question) {
    try {
        Fiber::suspend();
    } finally {
        echo "$question->message: left\n";
    }
    return $question;
});
foreach (['one', 'two'] as $name) {
    $fibers[$name] = new Fiber(function () use ($here, $name) {
        try {
            $here->request(new LogMessage($name))->await();
        } finally {
            echo "$name: await() left\n";
        }
    });
    $fibers[$name]->start();
}
unset($fibers['one']);
echo "end of script\n";
--EXPECT--
one: left
one: await() left
end of script
two: left
two: await() left
