using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>
/// The types that the bindings of a document declare, each after the types that it contains. A list or a string is declared only if a value
/// of it is in memory: as a parameter it is an address and a length.
/// </summary>
internal sealed class Declarations
{
    private readonly List<Declaration> _all = [];
    private readonly HashSet<object> _declared = [];

    private Declarations()
    {
    }

    /// <summary>The types, in the order in which they are declared.</summary>
    public IReadOnlyList<Declaration> All => _all;

    public static Declarations Create(WitxDocument document)
    {
        Declarations declarations = new();
        foreach (TypeDefinition definition in document.Types)
        {
            declarations.AddDefinition(definition);
        }

        foreach (WitxModule module in document.Modules)
        {
            foreach (WitxFunction function in module.Functions)
            {
                declarations.AddFunction(function);
            }
        }

        return declarations;
    }

    private void AddDefinition(TypeDefinition definition)
    {
        if (definition.Type.Resolved is ListType or StringType)
        {
            AddParts(definition.Type, [definition.Name]);
        }
        else
        {
            AddNamed(definition);
        }
    }

    private void AddFunction(WitxFunction function)
    {
        FunctionSignature signature = FunctionSignature.Create(function, PointerWidth.Bits32);
        foreach (Parameter parameter in function.Parameters)
        {
            AddParameter(parameter.Type, [function.Name, parameter.Name]);
        }

        if (signature.ResultType is { } result)
        {
            Add(result, [function.Name, "result"]);
        }

        for (int i = 0; i < signature.Outputs.Length; i++)
        {
            ImmutableArray<string> names = [function.Name, OutputName.Create(signature, i)];
            if (OutputName.IsBuffer(signature, i))
            {
                AddParameter(signature.Outputs[i].Type, names);
            }
            else
            {
                Add(signature.Outputs[i].Type, names);
            }
        }
    }

    /// <summary>Adds the types of a parameter. A list or a string is an address and a length, so only its elements are declared.</summary>
    private void AddParameter(WitxType type, ImmutableArray<string> names)
    {
        if (type.Resolved is ListType or StringType)
        {
            AddParts(type, names);
        }
        else
        {
            Add(type, names);
        }
    }

    private void AddNamed(TypeDefinition definition)
    {
        if (_declared.Add(definition))
        {
            if (definition.Type is NamedType alias)
            {
                AddNamed(alias.Definition);
            }

            AddParts(definition.Type, [definition.Name]);
            _all.Add(new Declaration([definition.Name], definition.Type, definition));
        }
    }

    private void Add(WitxType type, ImmutableArray<string> names)
    {
        if (type is NamedType named)
        {
            AddNamed(named.Definition);
        }
        else if (_declared.Add(type))
        {
            AddParts(type, names);
            if (type is not (BuiltinType or BoolType or HandleType or PointerType))
            {
                _all.Add(new Declaration(type is StringType ? ["str"] : names, type, null));
            }
        }
    }

    /// <summary>Adds the types that a type contains.</summary>
    private void AddParts(WitxType type, ImmutableArray<string> names)
    {
        switch (type)
        {
            case RecordType record:
                AddFields(record.Fields, names);
                break;
            case UntaggedUnionType union:
                AddFields(union.Fields, names);
                break;
            case TupleType tuple:
                for (int i = 0; i < tuple.Items.Length; i++)
                {
                    Add(tuple.Items[i], names.Add(i.ToString(CultureInfo.InvariantCulture)));
                }

                break;
            case VariantType variant:
                foreach (VariantCase variantCase in variant.Cases)
                {
                    AddOptional(variantCase.Type, names.Add(variantCase.Name));
                }

                break;
            case ExpectedType expected:
                AddOptional(expected.Ok, names.Add("ok"));
                AddOptional(expected.Error, names.Add("err"));
                break;
            case ListType list:
                Add(list.Element, names.Add("item"));
                break;
            case PointerType pointer:
                Add(pointer.Target, names.Add("target"));
                break;
        }
    }

    private void AddFields(ImmutableArray<Field> fields, ImmutableArray<string> names)
    {
        foreach (Field field in fields)
        {
            Add(field.Type, names.Add(field.Name));
        }
    }

    private void AddOptional(WitxType? type, ImmutableArray<string> names)
    {
        if (type is not null)
        {
            Add(type, names);
        }
    }
}
