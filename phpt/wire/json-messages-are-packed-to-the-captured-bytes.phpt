--TEST--
With the JSON serializer every message is packed to exactly the captured bytes
--FILE--
<?php
require __DIR__ . '/../support/wire-frames.php';

packAll('json');
--EXPECT--
14 frames packed
