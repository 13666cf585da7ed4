--TEST--
With the native serializer every message is packed to exactly the captured bytes
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

packAll('native');
--EXPECT--
18 frames packed
