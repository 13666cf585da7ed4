<?php
// Lists a class as Reflection shows it, in a few lines. Names are relative to StreamIpc\. The list leaves out
// what comes from the engine's own classes, private methods and, unless you ask for them, private properties.

/** Lists everything in our namespace. */
function listAll(array $privateProperties = []): void
{
    $declared = [...get_declared_interfaces(), ...get_declared_classes()];
    $ours = array_filter($declared, fn(string $name) => str_starts_with($name, 'StreamIpc\\'));
    sort($ours);
    foreach ($ours as $name) {
        listClass($name, $privateProperties);
    }
}

function listClass(string $name, array $privateProperties = []): void
{
    $class = new ReflectionClass($name);
    $ours = fn(ReflectionClass $other) => str_starts_with($other->name, 'StreamIpc\\');

    echo implode(' ', array_filter([
        $class->isFinal() ? 'final' : '',
        $class->isReadOnly() ? 'readonly' : '',
        $class->isAbstract() && !$class->isInterface() ? 'abstract' : '',
        $class->isInterface() ? 'interface' : 'class',
        relative($name),
        ($parent = $class->getParentClass()) ? 'extends ' . relative($parent->name) : '',
        ($interfaces = array_filter($class->getInterfaces(), $ours))
            ? 'implements ' . implode(', ', array_map(relative(...), array_keys($interfaces)))
            : '',
    ])), "\n";

    foreach ($class->getReflectionConstants() as $constant) {
        echo '    ', Reflection::getModifierNames($constant->getModifiers())[0], " const $constant->name = ",
            literal($constant->getValue()), "\n";
    }
    foreach ($class->getProperties() as $property) {
        $listed = !$property->isPrivate() || in_array($property->name, $privateProperties, true);
        if ($listed && $ours($property->getDeclaringClass())) {
            echo '    ', implode(' ', Reflection::getModifierNames($property->getModifiers())), ' ',
                typed($property->getType(), "\$$property->name"),
                $property->hasDefaultValue() ? ' = ' . literal($property->getDefaultValue()) : '', "\n";
        }
    }
    $methods = array_filter(
        $class->getMethods(),
        fn(ReflectionMethod $method) => !$method->isPrivate() && $ours($method->getDeclaringClass()),
    );
    usort($methods, fn(ReflectionMethod $a, ReflectionMethod $b) => strcmp($a->name, $b->name));
    foreach ($methods as $method) {
        echo '    ', implode(' ', Reflection::getModifierNames($method->getModifiers())),
            ' function ', $method->returnsReference() ? '&' : '', $method->name,
            '(', implode(', ', array_map(parameter(...), $method->getParameters())), ')',
            $method->hasReturnType() ? ': ' . relative((string) $method->getReturnType()) : '', "\n";
    }
}

function parameter(ReflectionParameter $parameter): string
{
    $name = ($parameter->isPassedByReference() ? '&' : '')
        . ($parameter->isVariadic() ? '...' : '') . "\$$parameter->name";
    return typed($parameter->getType(), $name) . match (true) {
        !$parameter->isOptional() => '',
        $parameter->isDefaultValueConstant() => ' = ' . $parameter->getDefaultValueConstantName(),
        default => ' = ' . literal($parameter->getDefaultValue()),
    };
}

function typed(?ReflectionType $type, string $name): string
{
    return $type === null ? $name : relative((string) $type) . " $name";
}

function relative(string $type): string
{
    return str_replace('StreamIpc\\', '', $type);
}

function literal(mixed $value): string
{
    return match (true) {
        $value === null => 'null',
        $value === [] => '[]',
        is_string($value) && preg_match('/[^ -~]/', $value) === 1 => '"\x' . wordwrap(strtoupper(bin2hex($value)), 2, '\x', true) . '"',
        default => var_export($value, true),
    };
}
