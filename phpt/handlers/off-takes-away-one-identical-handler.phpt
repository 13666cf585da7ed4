--TEST--
The off methods remove one identical handler of each kind: closures, methods, function names
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Handlers
{
    public function __construct(private string $name)
    {
    }

    public function tell(): void
    {
        echo $this->name, "\n";
    }
}

function tell(): void
{
    echo "function\n";
}

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$closure = fn () => print "closure\n";
$equal = fn () => print "equal closure\n";
[$one, $two] = [new Handlers('one'), new Handlers('two')];
$handlers = [$closure, $equal, [$one, 'tell'], [$two, 'tell'], 'tell', 'tell'];
foreach (['Message' => new LogMessage('x'), 'Exception' => new Exception('x')] as $kind => $event) {
    $session->onException(fn () => false);
    array_map([$session, "on$kind"], $handlers);
    foreach ([$closure, [$one, 'tell'], 'tell', fn () => print "equal closure\n", [new Handlers('two'), 'tell']] as $handler) {
        $session->{"off$kind"}($handler);
    }
    $event instanceof Message ? $session->dispatch($event) : $session->triggerException($event);
    echo "--\n";
}
--EXPECT--
equal closure
two
function
--
equal closure
two
function
--
