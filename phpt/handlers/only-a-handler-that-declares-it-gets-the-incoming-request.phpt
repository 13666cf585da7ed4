--TEST--
Only a request handler that declares a third parameter gets the IncomingRequest, which nobody else can make
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';

class Handlers
{
    public function __call(string $name, array $arguments)
    {
        echo '__call: ', count($arguments), "\n";
    }

    public static function optional(LogMessage $message, ?IpcSession $session = null, ?IncomingRequest $request = null)
    {
        echo 'optional: ', get_debug_type($request), "\n";
    }

    public function __invoke(LogMessage $message, IpcSession $session, IncomingRequest $request)
    {
        echo '__invoke: ', $request::class, "\n";
    }
}

$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
$server->onRequest(function () { echo 'func_get_args(): ', func_num_args(), "\n"; });
$server->onRequest(function (...$arguments) { echo 'variadic: ', count($arguments), "\n"; });
$server->onRequest([new Handlers(), 'anything']);
$server->onRequest('Handlers::optional');
$server->onRequest(new Handlers());
$server->onRequest(fn (LogMessage $message, $session, $request) => $request->reply(new LogMessage('replied')));
echo $client->request(new LogMessage('?'), 5.0)->await()->message, "\n";
thrown(fn () => new IncomingRequest());
thrown(fn () => (new ReflectionClass(IncomingRequest::class))->newInstanceWithoutConstructor());
--EXPECT--
func_get_args(): 2
variadic: 2
__call: 2
optional: StreamIpc\IncomingRequest
__invoke: StreamIpc\IncomingRequest
replied
Error: Call to private StreamIpc\IncomingRequest::__construct() from global scope
ReflectionException: Class StreamIpc\IncomingRequest is an internal class marked as final that cannot be instantiated without invoking its constructor
