--TEST--
examples/rust-worker: a Rust worker under a PHP parent finds what the PHP worker finds
--FILE--
<?php
chdir(__DIR__ . '/../..');
passthru(escapeshellarg(PHP_BINARY) . ' examples/rust-worker/parent.php 2>&1', $status);
echo "exit status: $status\n";
?>
--EXPECTF--
block 42, nonce 185760 hashes to 00008b99, says the PHP worker after %f s.
block 42, nonce 185760 hashes to 00008b99, says the Rust worker after %f s: %f times as fast.
exit status: 0
