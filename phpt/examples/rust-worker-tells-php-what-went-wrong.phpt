--TEST--
examples/rust-worker: an error of the Rust worker, and a request it does not know, are exceptions in PHP
--FILE--
<?php
use Examples\RustWorker\FindLowestHash;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

$root = dirname(__DIR__, 2);
require "$root/examples/rust-worker/messages.php";

$peer = new NativeIpcPeer();
$cargo = escapeshellarg(getenv('CARGO') ?: 'cargo');
$worker = $peer->createCommandSession(
    "exec $cargo run --quiet --release --locked --package rust-worker",
    getenv(),
    $root,
);

foreach ([new FindLowestHash('none', 0), new LogMessage('hello')] as $request) {
    try {
        $worker->request($request, timeout: 60.0)->await();
    } catch (ErrorMessageException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
Error in dispatch
There is no lowest hash among no numbers
Unhandled request: StreamIpc\Message\LogMessage
