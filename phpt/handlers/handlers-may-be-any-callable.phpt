--TEST--
Handlers may be any callable
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

final class Handlers
{
    public function method(LogMessage $message): void
    {
        echo "method: $message->message\n";
    }

    public static function staticMethod(LogMessage $message): void
    {
        echo "static method: $message->message\n";
    }

    public function __invoke(LogMessage $message): void
    {
        echo "invoked: $message->message\n";
    }

    public function __call(string $name, array $arguments): void
    {
        echo "$name by __call: {$arguments[0]->message}\n";
    }
}

function handle_message(LogMessage $message): void
{
    echo "function: $message->message\n";
}

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$handlers = new Handlers();
$session->onMessage([$handlers, 'method']);
$session->onMessage([Handlers::class, 'staticMethod']);
$session->onMessage('Handlers::staticMethod');
$session->onMessage($handlers);
$session->onMessage([$handlers, 'magic']);
$session->onMessage('handle_message');
$session->onMessage($handlers->method(...));
$session->dispatch(new LogMessage('hello'));
--EXPECT--
method: hello
static method: hello
static method: hello
invoked: hello
magic by __call: hello
function: hello
method: hello
