using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>Reads every mention of a type from a compiled assembly, with its method bodies.</summary>
internal sealed class UseReader
{
    private readonly HashSet<TypeUse> _uses = [];
    private CodeType _user;
    private string _member = "";

    private UseReader()
    {
    }

    /// <summary>Reads an assembly from its file.</summary>
    public static IReadOnlyCollection<TypeUse> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream);
    }

    /// <summary>Reads an assembly from a stream.</summary>
    public static IReadOnlyCollection<TypeUse> Read(Stream assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        UseReader reader = new();
        foreach (TypeDefinition type in module.GetAllTypes())
        {
            reader.ReadType(type);
        }

        return reader._uses;
    }

    /// <summary>Reads the string literals in the method bodies of an assembly.</summary>
    public static IReadOnlyCollection<TextLiteral> ReadLiterals(Stream assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. from type in module.GetAllTypes()
               from method in type.Methods
               where method.HasBody
               from instruction in method.Body.Instructions
               where instruction.Operand is string
               select new TextLiteral(ToCodeType(type), MemberNames.ToText(method), (string)instruction.Operand),
        ];
    }

    private void ReadType(TypeDefinition type)
    {
        _user = ToCodeType(type);
        _member = MemberNames.ToTypeText(type);
        AddType(type.BaseType);
        AddAttributes(type);
        AddParameters(type);
        foreach (InterfaceImplementation implementation in type.Interfaces)
        {
            AddType(implementation.InterfaceType);
        }

        foreach (FieldDefinition field in type.Fields)
        {
            _member = MemberNames.ToText(field);
            AddType(field.FieldType);
            AddAttributes(field);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            _member = MemberNames.ToText(property);
            AddAttributes(property);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            _member = MemberNames.ToText(method);
            AddSignature(method);
            AddAttributes(method);
            AddAttributes(method.MethodReturnType);
            AddParameters(method);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                AddAttributes(parameter);
            }

            foreach (MethodReference overridden in method.Overrides)
            {
                AddMethod(overridden);
            }

            if (method.HasBody) ReadBody(method.Body);
        }
    }

    private void ReadBody(MethodBody body)
    {
        foreach (VariableDefinition variable in body.Variables)
        {
            AddType(variable.VariableType);
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            AddType(handler.CatchType);
        }

        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    AddType(type);
                    break;
                case MethodReference method:
                    AddMethod(method);
                    break;
                case FieldReference field:
                    AddType(field.DeclaringType, field.Name);
                    AddType(field.FieldType);
                    break;
                case CallSite site:
                    AddSignature(site);
                    break;
            }
        }
    }

    private void AddMethod(MethodReference method)
    {
        AddType(method.DeclaringType, method.Name);
        AddSignature(method);
        if (method is GenericInstanceMethod instance) AddTypes(instance.GenericArguments);
    }

    private void AddSignature(IMethodSignature signature)
    {
        AddType(signature.ReturnType);
        foreach (ParameterDefinition parameter in signature.Parameters)
        {
            AddType(parameter.ParameterType);
        }
    }

    private void AddParameters(IGenericParameterProvider provider)
    {
        foreach (GenericParameter parameter in provider.GenericParameters)
        {
            foreach (GenericParameterConstraint constraint in parameter.Constraints)
            {
                AddType(constraint.ConstraintType);
            }
        }
    }

    private void AddAttributes(ICustomAttributeProvider provider)
    {
        foreach (CustomAttribute attribute in provider.CustomAttributes)
        {
            AddType(attribute.AttributeType);
            foreach (CustomAttributeArgument argument in attribute.ConstructorArguments)
            {
                AddArgument(argument);
            }

            foreach (CustomAttributeNamedArgument property in attribute.Properties)
            {
                AddArgument(property.Argument);
            }
        }
    }

    private void AddArgument(CustomAttributeArgument argument)
    {
        if (argument.Value is TypeReference type) AddType(type);
        if (argument.Type.MetadataType != MetadataType.String) AddType(argument.Type);
    }

    private void AddTypes(IEnumerable<TypeReference> types)
    {
        foreach (TypeReference type in types)
        {
            AddType(type);
        }
    }

    private void AddType(TypeReference? type, string? member = null)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType instance:
                AddTypes(instance.GenericArguments);
                AddType(instance.ElementType, member);
                return;
            case FunctionPointerType pointer:
                AddSignature(pointer);
                return;
            case IModifierType modified:
                AddType(modified.ModifierType);
                AddType(modified.ElementType, member);
                return;
            case TypeSpecification specification:
                AddType(specification.ElementType, member);
                return;
        }

        CodeType used = ToCodeType(type);
        if (used != _user) _uses.Add(new TypeUse(_user, _member, used, member));
    }

    private static CodeType ToCodeType(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        string assembly = type.Scope is AssemblyNameReference reference ? reference.Name : type.Module.Assembly.Name.Name;
        return new CodeType(assembly, type.Namespace, MemberNames.WithoutArity(type.Name));
    }
}
