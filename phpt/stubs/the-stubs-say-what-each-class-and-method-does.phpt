--TEST--
The stubs say what each class and method does, but for constructors, destructors and getters, and what type each array and callable is of
--FILE--
<?php
require __DIR__ . '/../support/stubs.php';

echo with_stubs(<<<'PHP'
    $declared = [...get_declared_interfaces(), ...get_declared_classes()];
    $methods = 0;
    foreach (preg_grep('/^StreamIpc/', $declared) as $name) {
        $class = new ReflectionClass($name);
        if ($class->getDocComment() === false) {
            echo "$name has no comment\n";
        }
        foreach ($class->getMethods() as $method) {
            if ($method->class !== $name) {
                continue;
            }
            $methods++;
            $comment = (string) $method->getDocComment();
            $speaksForItself = preg_match('/^(__|get|generate|createSession|serialize)/', $method->name);
            if ($comment === '' && !$speaksForItself) {
                echo "$name::$method->name() has no comment\n";
            }
            foreach ($method->getParameters() as $parameter) {
                $vague = preg_match('/array|callable|^$/', (string) $parameter->getType());
                if ($vague && !preg_match("/@param \S.*\\$$parameter->name\b/", $comment)) {
                    echo "$name::$method->name() does not say of what type \$$parameter->name is\n";
                }
            }
            if (preg_match('/array/', (string) $method->getReturnType()) && !str_contains($comment, '@return')) {
                echo "$name::$method->name() does not say what it returns\n";
            }
        }
    }
    var_dump($methods > 50);
    PHP);
--EXPECT--
bool(true)
